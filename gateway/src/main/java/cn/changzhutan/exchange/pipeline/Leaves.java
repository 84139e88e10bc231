package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.AuthorisedRecord;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.EnvelopeHeader;
import cn.changzhutan.exchange.crypto.Sm3;
import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LeafBuilder;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.log.SealedContent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Writes the leaves of this city's log: which fields each event carries. Thread-safe. */
final class Leaves {
    /** Outcome of a file that is there no more. */
    private static final String REMOVED = "REMOVED";

    private final City self;

    Leaves(City self) {
        this.self = self;
    }

    /** SM3 of the whole envelope, hex. */
    static String envelopeDigest(byte[] envelope) {
        return HexFormat.of().formatHex(Sm3.digest(envelope));
    }

    NewLeaf accepted(
            ExchangeId id, Instant at, AuthorisedRecord record, Long revision, SealedContent content, byte[] envelope) {
        Submission submission = record.canonical().submission();
        LeafBuilder leaf = Leaf.of(LogEvent.ACCEPTED, at, self)
                .exchange(id)
                .fromSystem(submission.system())
                .to(record.to())
                .type(submission.type())
                .schemaVersion(record.canonical().schemaVersion())
                .mapping(record.canonical().mappingId(), record.canonical().mappingDigest())
                .agreement(record.agreementId(), record.agreementDigest())
                .fieldsDigest(record.fieldsDigest())
                .purpose(submission.purpose())
                .lawfulBasis(record.lawfulBasis())
                .envelope(kekOf(envelope), envelopeDigest(envelope))
                .recordDigest(content.recordDigest())
                .nativeDigest(content.nativeDigest())
                .commitments(content.commitments());
        if (revision != null && revision >= 0) {
            leaf.revision(revision);
        }
        return NewLeaf.of(leaf);
    }

    /** One leaf a submission; {@code to} stands in it where there is one destination. */
    NewLeaf refused(Submission submission, Refusal refusal, Instant at) {
        LeafBuilder leaf = Leaf.of(LogEvent.REFUSED, at, self)
                .fromSystem(submission.system())
                .type(submission.type())
                .outcome(refusal.problems().get(0).code());
        if (submission.to().size() == 1) {
            leaf.to(submission.to().get(0));
        }
        return NewLeaf.of(leaf);
    }

    NewLeaf received(Reception reception, Instant at) {
        return NewLeaf.of(answering(LogEvent.RECEIVED, reception.leaf(), reception.counterpart(), at));
    }

    NewLeaf delivered(Leaf accepted, Counterpart counterpart, Instant at) {
        return NewLeaf.of(answering(LogEvent.DELIVERED, accepted, counterpart, at));
    }

    NewLeaf returned(Leaf accepted, Counterpart counterpart, String code, byte[] slip, Instant at) {
        return NewLeaf.of(answering(LogEvent.RETURNED, accepted, counterpart, at)
                .outcome(code)
                .envelope(kekOf(slip), envelopeDigest(slip)));
    }

    NewLeaf receipt(Settlement settlement, Instant at) {
        return NewLeaf.of(answering(LogEvent.RECEIPT, settlement.leaf(), settlement.counterpart(), at)
                .outcome(settlement.isReturn() ? settlement.returnCode() : LogEvent.DELIVERED.name()));
    }

    /** Of a genuine record that cannot stand: its exchange id is known with another leaf. */
    NewLeaf quarantined(Reception reception, Instant at) {
        return NewLeaf.of(
                Leaf.of(LogEvent.QUARANTINED, at, self).exchange(reception.id()).outcome("ID_REUSED"));
    }

    NewLeaf erased(ExchangeId id, ErasureGround ground, Instant at) {
        return NewLeaf.of(Leaf.of(LogEvent.ERASED, at, self).exchange(id).outcome(ground.name()));
    }

    /** @param digest hex SHA-256 of the file; empty if it was removed */
    NewLeaf fileChanged(LogEvent event, String name, Optional<String> digest, Instant at) {
        String printable = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("%2F", "/");
        String shown = printable.length() <= 128 ? printable : printable.substring(printable.length() - 128);
        LeafBuilder leaf = Leaf.of(event, at, self).mapping(shown, digest.orElse(Catalogue.DIGEST_OF_NOTHING));
        if (digest.isEmpty()) {
            leaf.outcome(REMOVED);
        }
        return NewLeaf.of(leaf);
    }

    private static LeafBuilder answering(LogEvent event, Leaf other, Counterpart counterpart, Instant at) {
        return Leaf.of(event, at, other.from())
                .exchange(other.exchange().orElseThrow())
                .to(other.to().orElseThrow())
                .type(other.type().orElseThrow())
                .counterpart(counterpart);
    }

    private static String kekOf(byte[] envelope) {
        try {
            return EnvelopeHeader.of(envelope).kekId();
        } catch (VerificationException e) {
            throw new IllegalStateException("an envelope made here does not parse", e);
        }
    }
}
