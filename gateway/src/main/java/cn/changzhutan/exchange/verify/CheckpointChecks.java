package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.Cosigned;
import cn.changzhutan.exchange.log.Policy;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every signed checkpoint of one log: signatures, cosignatures, and one root a size. Used once. */
final class CheckpointChecks {
    private final City city;
    private final Policy policy;
    private final Report report;
    private final SortedMap<Long, byte[]> roots = new TreeMap<>();
    private long witnessed;
    private Optional<Instant> witnessedAt = Optional.empty();
    private int cosignatures;

    CheckpointChecks(City city, Policy policy, Report report) {
        this.city = city;
        this.policy = policy;
        this.report = report;
    }

    /** @return the root that the log signed, of each size */
    SortedMap<Long, byte[]> check(String newest, List<LogSource.Listed> listed) {
        check("the newest checkpoint", newest, Optional.empty());
        long before = -1;
        for (LogSource.Listed each : listed) {
            if (each.size() <= before) {
                report.fails(
                        "CHECKPOINT_ORDER",
                        city + ": the list of checkpoints is not in order of size at " + each.size());
            }
            before = each.size();
            check("checkpoint " + each.size(), each.note(), Optional.of(each.size()));
            if (each.cosigned() != null) {
                check("cosigned checkpoint " + each.size(), each.cosigned(), Optional.of(each.size()));
            }
        }
        if (report.allHolds()) {
            report.holds(city + ": " + roots.size() + " checkpoints are signed with both keys of the log, and "
                    + cosignatures + " cosignatures on them are of witnesses of the policy");
        }
        return roots;
    }

    private void check(String what, String note, Optional<Long> size) {
        try {
            Checkpoint checkpoint = policy.verify(note);
            if (!policy.cityOf(checkpoint.origin()).equals(Optional.of(city))) {
                throw new VerificationException(
                        "ORIGIN_UNEXPECTED", "it is of " + checkpoint.origin() + ", which is no log of " + city);
            }
            if (size.isPresent() && size.get() != checkpoint.size()) {
                throw new VerificationException("CHECKPOINT_MISPLACED", "it says size " + checkpoint.size());
            }
            byte[] known = roots.putIfAbsent(checkpoint.size(), checkpoint.root());
            if (known != null && !Arrays.equals(known, checkpoint.root())) {
                throw new VerificationException(
                        "FORK", "the log has signed two different trees of size " + checkpoint.size());
            }
            List<String> strangers = policy.strangers(note);
            if (!strangers.isEmpty()) {
                throw new VerificationException(
                        "WITNESS_UNKNOWN", "it has lines of nobody in the policy: " + String.join(", ", strangers));
            }
            Cosigned cosigned = policy.cosigned(note);
            cosignatures += cosigned.witnesses().size();
            if (cosigned.quorumAt().isPresent() && checkpoint.size() >= witnessed) {
                witnessed = checkpoint.size();
                witnessedAt = cosigned.quorumAt();
            }
        } catch (VerificationException e) {
            report.fails(e.code(), city + ": " + what + ": " + e.getMessage());
        }
    }

    /** Says how far a quorum of witnesses stands behind the log. */
    void quorum(long size) {
        if (witnessedAt.isPresent()) {
            report.holds(city + ": a quorum of witnesses stands behind the first " + witnessed + " entries, since "
                    + witnessedAt.get());
            if (witnessed < size) {
                report.remark(city + ": " + (size - witnessed) + " entries after them are provisional");
            }
        } else if (size > 0) {
            report.fails("QUORUM_MISSING", city + ": no checkpoint has a quorum of witnesses");
        }
    }
}
