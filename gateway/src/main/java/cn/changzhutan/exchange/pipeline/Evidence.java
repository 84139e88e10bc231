package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.ArchiveKey;
import cn.changzhutan.exchange.crypto.EnvelopeOpener;
import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.EvidenceBundle;
import cn.changzhutan.exchange.log.EvidenceBundle.Openness;
import cn.changzhutan.exchange.log.EvidencePart;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogProof;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.store.EvidenceStore;
import cn.changzhutan.exchange.store.LogStore;
import cn.changzhutan.exchange.store.OutboxStore;
import cn.changzhutan.exchange.store.PeerStore;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes evidence of single exchanges: this city's leaves under the first checkpoint with a quorum of witnesses that covers them (or the
 * newest, and the summary says so), the other city's leaves likewise from its public tiles (or as they came). Thread-safe.
 */
public final class Evidence {
    private final City self;
    private final LogReader reader;
    private final ExchangeLog log;
    private final CosignedCheckpoints cosigned;
    private final ArchiveKey archive;
    private final PeerProofs peers;
    private final Supplier<Policy> policy;

    Evidence(
            City self,
            LogReader reader,
            ExchangeLog log,
            CosignedCheckpoints cosigned,
            ArchiveKey archive,
            PeerProofs peers,
            Supplier<Policy> policy) {
        this.self = self;
        this.reader = reader;
        this.log = log;
        this.cosigned = cosigned;
        this.archive = archive;
        this.peers = peers;
        this.policy = policy;
    }

    /**
     * @param system whose exchange it must be; empty for a reader who may ask for any
     * @param open whether the record in clear is for this reader
     * @return empty if there is no such exchange
     * @throws LogUnavailableException if the database cannot be read
     */
    public Optional<EvidenceBundle> of(ExchangeId id, Optional<SystemName> system, boolean open) {
        Optional<EvidenceStore.Sent> sent = reader.read(c -> EvidenceStore.sent(c, id.value()));
        if (sent.isPresent()) {
            return sent.filter(row -> isOf(row.system(), system)).map(row -> ofSent(id, row, open));
        }
        return reader.read(c -> EvidenceStore.received(c, id.value()))
                .filter(row -> isOf(row.system(), system))
                .map(row -> ofReceived(id, row, open));
    }

    private static boolean isOf(String owner, Optional<SystemName> system) {
        return system.isEmpty() || owner.equals(system.get().value());
    }

    private EvidenceBundle ofSent(ExchangeId id, EvidenceStore.Sent row, boolean open) {
        Map<EvidencePart, EvidenceBundle.Part> parts = new EnumMap<>(EvidencePart.class);
        parts.put(EvidencePart.ACCEPTED, own(row.leafIndex()));
        if (row.closedIndex() != null) {
            EvidenceBundle.Part receipt = own(row.closedIndex());
            parts.put(EvidencePart.RECEIPT, receipt);
            Counterpart place = parse(receipt.leaf()).counterpart().orElseThrow();
            peer(new City(row.toCity()), row.receiptLeaf(), row.receiptPath(), place)
                    .ifPresent(part -> parts.put(EvidencePart.CLOSED, part));
        }
        Optional<byte[]> envelope =
                reader.read(c -> OutboxStore.ofLeaf(c, row.leafIndex())).map(OutboxStore.Message::envelope);
        return bundle(id, row.state(), parts, envelope, row.recordKey(), open);
    }

    private EvidenceBundle ofReceived(ExchangeId id, EvidenceStore.Received row, boolean open) {
        Map<EvidencePart, EvidenceBundle.Part> parts = new EnumMap<>(EvidencePart.class);
        peer(new City(row.fromCity()), row.leaf(), row.leafPath(), CounterpartText.decode(row.counterpart()))
                .ifPresent(part -> parts.put(EvidencePart.ACCEPTED, part));
        parts.put(EvidencePart.RECEIVED, own(row.receivedIndex()));
        if (row.closedIndex() != null) {
            parts.put(EvidencePart.CLOSED, own(row.closedIndex()));
        }
        return bundle(id, row.state(), parts, Optional.ofNullable(row.envelope()), row.recordKey(), open);
    }

    private EvidenceBundle.Part own(long index) {
        byte[] leaf = reader.read(c -> LogStore.readLeaf(c, index))
                .orElseThrow(() -> new LogUnavailableException("leaf " + index + " is not in the log", null));
        Optional<CosignedCheckpoints.Cosigned> checkpoint = cosigned.firstWithQuorumOver(index);
        if (checkpoint.isPresent()) {
            long size = checkpoint.get().size();
            LogProof proof = new LogProof(
                    index, log.proofsAt(size).inclusion(index), checkpoint.get().note());
            return new EvidenceBundle.Part(leaf, proof, true);
        }
        LogView view = log.newest().orElseThrow(() -> new LogUnavailableException("nothing is signed yet", null));
        return new EvidenceBundle.Part(leaf, view.prove(index), false);
    }

    /** Empty if the proof was not kept and the other city is not to be reached. */
    private Optional<EvidenceBundle.Part> peer(City city, byte[] leaf, byte[] path, Counterpart place) {
        if (leaf == null) {
            return Optional.empty();
        }
        Optional<LogProof> witnessed = peers.prove(city, place);
        if (witnessed.isPresent()) {
            return Optional.of(new EvidenceBundle.Part(leaf, witnessed.get(), true));
        }
        return path == null
                ? Optional.empty()
                : reader.read(c -> PeerStore.seen(c, place.origin(), place.size()))
                        .map(seen -> new EvidenceBundle.Part(
                                leaf, new LogProof(place.index(), LeafPath.decode(path), seen.note()), false));
    }

    private EvidenceBundle bundle(
            ExchangeId id,
            String state,
            Map<EvidencePart, EvidenceBundle.Part> parts,
            Optional<byte[]> envelope,
            byte[] wrappedKey,
            boolean open) {
        boolean erased = wrappedKey == null || envelope.isEmpty();
        return new EvidenceBundle(
                id,
                self,
                state,
                parts,
                envelope,
                erased ? Openness.ERASED : open ? Openness.SHOWN : Openness.WITHHELD,
                erased || !open ? Optional.empty() : Optional.of(opened(id, envelope.get(), wrappedKey)),
                policy.get().text());
    }

    private EvidenceBundle.Opened opened(ExchangeId id, byte[] envelope, byte[] wrappedKey) {
        try {
            byte[] key = archive.unwrap(wrappedKey, id);
            return new EvidenceBundle.Opened(key, EnvelopeOpener.openWithRecordKey(envelope, key));
        } catch (VerificationException e) {
            throw new IllegalStateException("a stored record does not open: " + e.code(), e);
        }
    }

    private static Leaf parse(byte[] leaf) {
        try {
            return Leaf.parse(leaf);
        } catch (VerificationException e) {
            throw new IllegalStateException("a stored leaf cannot be read", e);
        }
    }
}
