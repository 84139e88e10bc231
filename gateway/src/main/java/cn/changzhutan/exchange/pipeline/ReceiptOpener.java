package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.ArchiveKey;
import cn.changzhutan.exchange.crypto.EnvelopeOpener;
import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.log.SealedRecord;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.ExchangeStore;
import cn.changzhutan.exchange.store.LogStore;
import cn.changzhutan.exchange.store.PeerStore;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The sender's checks of a receipt: the receiver's leaf stands in its log and speaks of this city's leaf. Thread-safe. */
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
    private final Map<String, Peer> peerOfTopic;
    private final PeerLogs logs;
    private final EnvelopeOpener envelopes;
    private final ArchiveKey archive;

    ReceiptOpener(
            City self,
            Supplier<Policy> policy,
            Database database,
            Map<String, Peer> peerOfTopic,
            PeerLogs logs,
            EnvelopeOpener envelopes,
            ArchiveKey archive) {
        this.self = self;
        this.policy = policy;
        this.database = database;
        this.peerOfTopic = Map.copyOf(peerOfTopic);
        this.logs = logs;
        this.envelopes = envelopes;
        this.archive = archive;
    }

    Opened open(PeerStore.Message message, long millis) throws SQLException {
        Peer peer = peerOfTopic.get(message.topic());
        try {
            if (peer == null) {
                throw new VerificationException("WRONG_TOPIC", "no city sends on this topic");
            }
            SealedRecord sealed = SealedRecord.decode(message.value());
            Optional<ProvenLeaf> proven = ProvenLeaf.check(peer, logs, sealed, millis);
            return proven.isEmpty()
                    ? new Opened.Held(message, peer)
                    : new Opened.Good(open(peer, proven.get(), sealed.envelope()));
        } catch (VerificationException e) {
            return new Opened.Quarantined(message, e.code());
        }
    }

    private Settlement open(Peer peer, ProvenLeaf proven, byte[] slip) throws VerificationException, SQLException {
        Leaf leaf = proven.leaf();
        boolean returned = leaf.event() == LogEvent.RETURNED;
        require(returned || leaf.event() == LogEvent.DELIVERED, "WRONG_EVENT", "the leaf is not of a receipt");
        require(
                leaf.from().equals(self) && leaf.to().equals(Optional.of(peer.city())),
                "WRONG_SENDER",
                "the receipt is not for what this city sent there");
        ExchangeId id = leaf.exchange().orElseThrow();
        speaksOfOurs(id, leaf);
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
    private void speaksOfOurs(ExchangeId id, Leaf leaf) throws VerificationException, SQLException {
        Counterpart ours = leaf.counterpart().orElseThrow();
        require(
                policy.get().cityOf(ours.origin()).equals(Optional.of(self)),
                "COUNTERPART",
                "the receipt names no leaf of this city's log");
        Optional<ExchangeStore.Row> row = database.transaction(c -> ExchangeStore.byId(c, id.value()));
        require(
                row.isPresent() && row.get().leafIndex() == ours.index(),
                "COUNTERPART",
                "the receipt names another leaf than this exchange's");
        Optional<byte[]> stored = database.transaction(c -> LogStore.readLeaf(c, ours.index()));
        require(
                stored.isPresent()
                        && Arrays.equals(cn.changzhutan.exchange.log.Merkle.leafHash(stored.get()), ours.leafHash()),
                "COUNTERPART",
                "the receipt names another leaf than this exchange's");
    }

    private static void require(boolean holds, String code, String message) throws VerificationException {
        if (!holds) {
            throw new VerificationException(code, message);
        }
    }
}
