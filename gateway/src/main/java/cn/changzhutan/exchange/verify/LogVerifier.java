package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.log.ProofBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Judges one whole log by a policy, and by what was verified of it before. Stateless. */
final class LogVerifier {
    private LogVerifier() {}

    /** Everything goes into the report. Empty if the newest checkpoint cannot be believed, or the log cannot be read to its end. */
    static Optional<VerifiedLog> verify(LogSource source, Policy policy, SeenLogs seen, Report report) {
        try {
            String note = source.checkpoint();
            Checkpoint newest = policy.verify(note);
            City city = policy.cityOf(newest.origin()).orElseThrow();
            source.city(city);
            return verify(city, newest, note, source, policy, seen, report);
        } catch (VerificationException e) {
            report.fails(e.code(), source.name() + ": the newest checkpoint: " + e.getMessage());
        } catch (SourceException e) {
            report.fails("UNREADABLE", source.name() + ": " + e.getMessage());
        }
        return Optional.empty();
    }

    private static Optional<VerifiedLog> verify(
            City city, Checkpoint newest, String note, LogSource source, Policy policy, SeenLogs seen, Report report) {
        Report own = new Report();
        CheckpointChecks checkpoints = new CheckpointChecks(city, policy, own);
        SortedMap<Long, byte[]> roots = checkpoints.check(note, list(city, source, own));
        seen.of(city).ifPresent(before -> continues(city, before, newest, roots, own));
        LeafCheck leaves = new LeafCheck(city, own);
        TreeWalk tree = new TreeWalk(city, source, roots, leaves, own);
        HashLevels hashes = tree.walk(newest.size());
        checkpoints.quorum(newest.size());
        own.copyTo(report);
        return tree.isWhole()
                ? Optional.of(new VerifiedLog(
                        city,
                        newest,
                        leaves.entries(),
                        leaves.newest(),
                        hashes,
                        new ProofBuilder(hashes, newest.size())))
                : Optional.empty();
    }

    private static List<LogSource.Listed> list(City city, LogSource source, Report report) {
        try {
            return source.checkpoints();
        } catch (SourceException e) {
            report.fails("UNREADABLE", city + ": " + e.getMessage());
            return List.of();
        }
    }

    /** The size seen before becomes one more size at which the root must be right. */
    private static void continues(
            City city, SeenLogs.Seen before, Checkpoint newest, SortedMap<Long, byte[]> roots, Report report) {
        if (newest.size() < before.size()) {
            report.fails(
                    "LOG_SHRANK",
                    city + ": the log has " + newest.size() + " entries; it had " + before.size()
                            + " when it was last verified");
            return;
        }
        byte[] signed = roots.putIfAbsent(before.size(), before.root());
        if (signed != null && !Arrays.equals(signed, before.root())) {
            report.fails(
                    "HISTORY_CHANGED",
                    city + ": the tree of size " + before.size() + " is another than the one that was verified before");
        } else {
            report.remark(city + ": verified before up to entry " + before.size() + ", which must be the same tree");
        }
    }
}
