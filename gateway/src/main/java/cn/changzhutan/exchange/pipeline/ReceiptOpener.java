package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.ArchiveKey;
import cn.changzhutan.exchange.crypto.EnvelopeOpener;
import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.HashReader;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.log.SealedRecord;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.ExchangeStore;
import cn.changzhutan.exchange.store.PeerStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The sender's checks of receipts: the receiver's leaf stands in its log and speaks of this city's leaf. Thread-safe. */
final class ReceiptOpener {
    /** A receipt after its checks. */
    sealed interface Opened {
        record Good(Settlement settlement) implements Opened {}

        record Held(PeerStore.Message message, Peer peer) implements Opened {}

        record Quarantined(PeerStore.Message message, String reason) implements Opened {}
    }

    private final City self;
    private final Supplier<Policy> policy;
    private final Database database;
    private final HashReader leafHashes;
    private final Map<String, Peer> peerOfTopic;
    private final PeerLogs logs;
    private final EnvelopeOpener envelopes;
    private final ArchiveKey archive;

    ReceiptOpener(
            City self,
            Supplier<Policy> policy,
            Database database,
            HashReader leafHashes,
            Map<String, Peer> peerOfTopic,
            PeerLogs logs,
            EnvelopeOpener envelopes,
            ArchiveKey archive) {
        this.self = self;
        this.policy = policy;
        this.database = database;
        this.leafHashes = leafHashes;
        this.peerOfTopic = Map.copyOf(peerOfTopic);
        this.logs = logs;
        this.envelopes = envelopes;
        this.archive = archive;
    }

    /**
     * Opens receipts, one result each in their order.
     *
     * @param millis how long all of them together may wait for checkpoints that are on their way
     */
    List<Opened> open(List<PeerStore.Message> messages, long millis) throws SQLException {
        List<Step> steps = new ArrayList<>(messages.size());
        long wait = millis;
        for (PeerStore.Message message : messages) {
            Step step = prove(message, wait);
            wait = step instanceof SetAside aside && aside.as() instanceof Opened.Held ? 0 : wait;
            steps.add(step);
        }
        Map<UUID, Long> ours = leafIndexes(steps);
        return steps.stream()
                .map(step -> step instanceof Proved proved ? judge(proved, ours) : ((SetAside) step).as())
                .toList();
    }

    /** Half of the way. */
    private sealed interface Step permits Proved, SetAside {}

    /** A receipt whose leaf stands in its city's log; what it says of ours is not looked at yet. */
    private record Proved(PeerStore.Message message, Peer peer, ProvenLeaf proven, byte[] slip) implements Step {}

    private record SetAside(Opened as) implements Step {}

    private Step prove(PeerStore.Message message, long millis) throws SQLException {
        Peer peer = peerOfTopic.get(message.topic());
        try {
            if (peer == null) {
                throw new VerificationException("WRONG_TOPIC", "no city sends on this topic");
            }
            SealedRecord sealed = SealedRecord.decode(message.value());
            Optional<ProvenLeaf> proven = ProvenLeaf.check(peer, logs, sealed, millis);
            return proven.isEmpty()
                    ? new SetAside(new Opened.Held(message, peer))
                    : new Proved(message, peer, proven.get(), sealed.envelope());
        } catch (VerificationException e) {
            return new SetAside(new Opened.Quarantined(message, e.code()));
        }
    }

    private Map<UUID, Long> leafIndexes(List<Step> steps) throws SQLException {
        List<UUID> ids = steps.stream()
                .filter(Proved.class::isInstance)
                .flatMap(step -> ((Proved) step).proven().leaf().exchange().stream())
                .map(ExchangeId::value)
                .toList();
        return ids.isEmpty() ? Map.of() : database.once(c -> ExchangeStore.leafIndexes(c, ids));
    }

    private Opened judge(Proved proved, Map<UUID, Long> ours) {
        try {
            return new Opened.Good(open(proved.peer(), proved.proven(), proved.slip(), ours));
        } catch (VerificationException e) {
            return new Opened.Quarantined(proved.message(), e.code());
        }
    }

    private Settlement open(Peer peer, ProvenLeaf proven, byte[] slip, Map<UUID, Long> ours)
            throws VerificationException {
        Leaf leaf = proven.leaf();
        boolean returned = leaf.event() == LogEvent.RETURNED;
        require(returned || leaf.event() == LogEvent.DELIVERED, "WRONG_EVENT", "the leaf is not of a receipt");
        require(
                leaf.from().equals(self) && leaf.to().equals(Optional.of(peer.city())),
                "WRONG_SENDER",
                "the receipt is not for what this city sent there");
        ExchangeId id = leaf.exchange().orElseThrow();
        speaksOfOurs(leaf, ours.get(id.value()));
        if (!returned) {
            require(slip.length == 0, "ENVELOPE_DIGEST", "a receipt of a delivery carries an envelope");
            return new Settlement(
                    peer.city(), id, leaf, proven.bytes(), proven.path(), proven.place(), slip, null, null);
        }
        require(
                leaf.envelopeDigest().equals(Optional.of(Leaves.envelopeDigest(slip))),
                "ENVELOPE_DIGEST",
                "another envelope");
        EnvelopeOpener.Opened opened = envelopes.open(slip);
        require(opened.header().exchangeId().equals(id), "ENVELOPE_HEADER", "the reason is of another exchange");
        ReturnReason reason = ReturnSlip.open(opened.inside(), leaf.outcome().orElseThrow());
        return new Settlement(
                peer.city(),
                id,
                leaf,
                proven.bytes(),
                proven.path(),
                proven.place(),
                slip,
                archive.wrap(opened.recordKey(), id),
                reason.code());
    }

    /** The receiver's leaf names the place and hash of this city's ACCEPTED leaf. */
    private void speaksOfOurs(Leaf leaf, Long index) throws VerificationException {
        Counterpart named = leaf.counterpart().orElseThrow();
        require(
                policy.get().cityOf(named.origin()).equals(Optional.of(self)),
                "COUNTERPART",
                "the receipt names no leaf of this city's log");
        require(
                index != null
                        && index == named.index()
                        && Arrays.equals(leafHashes.read(0, index, 1)[0], named.leafHash()),
                "COUNTERPART",
                "the receipt names another leaf than this exchange's");
    }

    private static void require(boolean holds, String code, String message) throws VerificationException {
        if (!holds) {
            throw new VerificationException(code, message);
        }
    }
}
