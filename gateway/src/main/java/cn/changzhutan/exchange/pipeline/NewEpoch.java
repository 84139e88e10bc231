package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.CheckpointSigner;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.log.ProofBuilder;
import cn.changzhutan.exchange.log.TreeEdge;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.EpochStore;
import cn.changzhutan.exchange.store.LogStore;
import cn.changzhutan.exchange.store.OutboxStore;
import cn.changzhutan.exchange.witness.HttpWitnessLink;
import cn.changzhutan.exchange.witness.WitnessLink;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * The way on for a log that may not be signed any more, because its database was set back: the tree goes on as it stands, under a new
 * origin. The first entry of the new epoch names the former origin and the largest checkpoint that witnesses know of it, so that what
 * was lost stays visible. Old checkpoints verify under the former origin as before. Used once, while no gateway of the city runs.
 */
public final class NewEpoch {
    /** Why a log goes on under another origin. The names stand in the log. */
    public enum Reason {
        /** Witnesses or the guard file know a larger tree than the database holds, or another. */
        RESTORED_BACKUP,
        /** Somebody else may have signed with the log's keys. The only reason for a log that is not behind. */
        KEY_COMPROMISE
    }

    /** @param approver and {@code secondApprover}: two people, by name in config/users.yaml */
    public record Approval(String origin, Reason reason, String approver, String secondApprover) {
        public Approval {
            if (approver.equals(secondApprover)) {
                throw new IllegalArgumentException("approved twice by " + approver + " (expected: two people)");
            }
        }
    }

    /**
     * What was done.
     *
     * @param firstIndex of the entry with which the epoch begins
     * @param known the largest checkpoint of the former origin that is known anywhere
     * @param answered witnesses that said what they know
     */
    public record Begun(String formerOrigin, long firstIndex, Checkpoint known, int answered) {}

    private final City self;
    private final Policy policy;
    private final CityKeys keys;
    private final Database database;
    private final HeadGuard guard;
    private final Function<URI, WitnessLink> linkTo;
    private final Clock clock;

    /** @param guard file outside the database that holds the last signed head */
    public NewEpoch(City self, Policy policy, CityKeys keys, Database database, Path guard, Clock clock) {
        this(self, policy, keys, database, guard, HttpWitnessLink::new, clock);
    }

    NewEpoch(
            City self,
            Policy policy,
            CityKeys keys,
            Database database,
            Path guard,
            Function<URI, WitnessLink> linkTo,
            Clock clock) {
        this.self = self;
        this.policy = policy;
        this.keys = keys;
        this.database = database;
        this.guard = new HeadGuard(guard);
        this.linkTo = linkTo;
        this.clock = clock;
    }

    /**
     * Begins it; durable and signed when it returns.
     *
     * @throws IllegalArgumentException if the origin is not a new one of the same host
     * @throws LogUnavailableException if a gateway of the city runs, if the log is not behind and no other reason is given, or if the
     *     database cannot be used: then nothing was changed that the message does not name
     */
    public Begun begin(Approval approval) {
        database.migrate();
        return Repeatable.call(() -> change(approval));
    }

    private Begun change(Approval approval) throws SQLException {
        try (Duty duty = new Duty(database, ExchangeNode.PUBLISHING)) {
            if (!duty.holds()) {
                throw new LogUnavailableException("a gateway of " + self + " runs: stop every one of them first", null);
            }
            LogStore.Head head = database.transaction(LogStore::readHead);
            requireNew(approval.origin(), head.origin());
            List<Checkpoint> known = known(head.origin());
            int answered = known.size();
            guard.read()
                    .filter(signed -> signed.origin().equals(head.origin()))
                    .ifPresent(signed -> known.add(new Checkpoint(signed.origin(), signed.size(), signed.root())));
            Checkpoint largest = known.stream()
                    .max(Comparator.comparingLong(Checkpoint::size))
                    .orElse(new Checkpoint(head.origin(), head.size(), head.root()));
            if (approval.reason() != Reason.KEY_COMPROMISE && known.stream().allMatch(each -> continues(head, each))) {
                throw new LogUnavailableException(
                        "the log " + head.origin() + " (size " + head.size() + ") continues all that is known of it ("
                                + answered
                                + " witnesses answered): it may be signed as it is, and no new epoch is begun",
                        null);
            }
            long first = database.transaction(c -> begin(c, head, largest, approval));
            sign(approval.origin(), first);
            return new Begun(head.origin(), first, largest, answered);
        }
    }

    private void requireNew(String origin, String former) {
        String host = former.substring(0, former.indexOf('/') + 1);
        if (origin.equals(former)
                || policy.formerOrigins(self).contains(origin)
                || !origin.startsWith(host)
                || !origin.substring(host.length()).matches("[a-z0-9][a-z0-9-]{0,31}")) {
            throw new IllegalArgumentException("origin " + origin + " (expected: one that was never used, " + host
                    + " and a name of a-z, 0-9, -)");
        }
    }

    private List<Checkpoint> known(String former) {
        ExchangeLog log = log(former);
        try (Witnessing witnesses = new Witnessing(
                () -> policy, linkTo, log, database, new Duty(database, ExchangeNode.PUBLISHING), clock)) {
            return new ArrayList<>(witnesses.shown());
        }
    }

    private ExchangeLog log(String origin) {
        return new ExchangeLog(
                database,
                origin,
                former -> !former.equals(origin),
                new CheckpointSigner(origin, keys.logEd25519(), keys.logSm2()),
                guard);
    }

    private boolean continues(LogStore.Head head, Checkpoint known) {
        return known.size() == 0
                || (known.size() <= head.size()
                        && Arrays.equals(
                                new ProofBuilder(new TileReader(database), head.size()).root(known.size()),
                                known.root()));
    }

    private long begin(Connection c, LogStore.Head read, Checkpoint known, Approval approval) throws SQLException {
        LogStore.Head head = LogStore.lockHead(c);
        TreeEdge edge = TreeEdge.restore(head.size(), head.edge());
        if (head.size() != read.size() || !Arrays.equals(edge.root(), read.root())) {
            throw new LogUnavailableException("the head of the log moved, or is damaged", null);
        }
        Instant now = clock.instant();
        Leaf leaf = Leaf.of(LogEvent.EPOCH_STARTED, now, self)
                .outcome(approval.reason().name())
                .mapping(known.origin(), HexFormat.of().formatHex(known.root()))
                .revision(known.size())
                .build();
        log(approval.origin()).append(c, edge, List.of(leaf.toBytes()));
        LogStore.changeOrigin(c, approval.origin());
        OutboxStore.forgetCheckpoint(c);
        EpochStore.insert(
                c,
                new EpochStore.Epoch(
                        head.size(),
                        approval.origin(),
                        head.origin(),
                        approval.reason().name(),
                        approval.approver(),
                        approval.secondApprover(),
                        now));
        return head.size();
    }

    /** Reads the guard of the former epoch as none, and writes that of the new one. */
    private void sign(String origin, long first) {
        try {
            Repeatable.run(() -> log(origin).open(List.of()));
        } catch (LogUnavailableException e) {
            throw new LogUnavailableException(
                    "the epoch " + origin + " has begun with entry " + first + ", but is not signed yet ("
                            + e.getMessage() + "): the gateway signs it when it is started under this origin",
                    e);
        }
    }
}
