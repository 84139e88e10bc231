package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.EnvelopeHeader;
import cn.changzhutan.exchange.crypto.EnvelopeSealer;
import cn.changzhutan.exchange.crypto.Sm3;
import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.EvidenceBundle;
import cn.changzhutan.exchange.log.EvidencePart;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LeafBuilder;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.log.SealedContent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One exchange between two written logs, step by step, with all that evidence of it is made of. */
final class WrittenExchange {
    static final String RECORD =
            "{\"citizenId\":\"430102199003079973\",\"name\":\"阿卜·䶮𠮷\",\"monthlyBase\":\"6000.00\"}";
    private static final String DIGEST = "ab".repeat(32);

    final WrittenLog from;
    final WrittenLog to;
    final Instant at;
    final ExchangeId id;
    final SealedContent content;
    final EnvelopeSealer.Sealed envelope;
    long accepted = -1;
    long received = -1;
    long closed = -1;
    long receipt = -1;
    Counterpart closedPlace;

    WrittenExchange(WrittenLog from, WrittenLog to, Instant at) {
        this(from, to, at, RECORD);
    }

    WrittenExchange(WrittenLog from, WrittenLog to, Instant at, String record) {
        this.from = from;
        this.to = to;
        this.at = at;
        Clock clock = Clock.fixed(at, ZoneOffset.UTC);
        id = ExchangeId.next(clock);
        content = SealedContent.seal(
                Json.parse(record),
                record.getBytes(StandardCharsets.UTF_8),
                List.of(new SealedContent.Subject("CITIZEN", "430102199003079973")),
                new SealedContent.Actor("李·办事员", Optional.of("案2026-0001"), Optional.empty()));
        envelope = new EnvelopeSealer(city -> to.keys.payloadKeys().get(0), clock)
                .seal(id, from.city, to.city, content.bytes());
    }

    LeafBuilder acceptedLeaf() {
        try {
            return Leaf.of(LogEvent.ACCEPTED, at, from.city)
                    .exchange(id)
                    .fromSystem(new SystemName(from.city + "-pension"))
                    .to(to.city)
                    .type(new RecordType("pension", "PARTICIPATION"))
                    .schemaVersion("v1")
                    .mapping(from.city + "/pension/PARTICIPATION", DIGEST)
                    .agreement("pension-01", DIGEST)
                    .fieldsDigest(DIGEST)
                    .purpose("PENSION_TRANSFER")
                    .lawfulBasis("STATUTORY_DUTY")
                    .envelope(
                            EnvelopeHeader.of(envelope.envelope()).kekId(),
                            HexFormat.of().formatHex(Sm3.digest(envelope.envelope())))
                    .recordDigest(content.recordDigest())
                    .nativeDigest(content.nativeDigest())
                    .commitments(content.commitments());
        } catch (VerificationException e) {
            throw new AssertionError(e);
        }
    }

    LeafBuilder answer(LogEvent event, Counterpart place, int seconds) {
        return Leaf.of(event, at.plusSeconds(seconds), from.city)
                .exchange(id)
                .to(to.city)
                .type(new RecordType("pension", "PARTICIPATION"))
                .counterpart(place);
    }

    WrittenExchange accept() {
        accepted = from.append(acceptedLeaf().build());
        return this;
    }

    WrittenExchange receive() {
        received = to.append(answer(LogEvent.RECEIVED, from.place(accepted), 1).build());
        return this;
    }

    WrittenExchange deliver() {
        closed = to.append(answer(LogEvent.DELIVERED, from.place(accepted), 2).build());
        closedPlace = to.place(closed);
        return this;
    }

    WrittenExchange giveBack() {
        closed = to.append(answer(LogEvent.RETURNED, from.place(accepted), 2)
                .outcome("PERSON_UNKNOWN")
                .build());
        closedPlace = to.place(closed);
        return this;
    }

    WrittenExchange settle(String outcome) {
        receipt = from.append(
                answer(LogEvent.RECEIPT, closedPlace, 3).outcome(outcome).build());
        return this;
    }

    static EvidenceBundle.Part part(WrittenLog log, long index, String note) {
        return new EvidenceBundle.Part(log.leaves.get((int) index), log.prove(index, note), true);
    }

    /** As the sending city's gateway makes it. */
    EvidenceBundle evidence(String fromNote, String toNote, String policy) {
        return new EvidenceBundle(
                id,
                from.city,
                "DELIVERED",
                Map.of(
                        EvidencePart.ACCEPTED, part(from, accepted, fromNote),
                        EvidencePart.CLOSED, part(to, closed, toNote),
                        EvidencePart.RECEIPT, part(from, receipt, fromNote)),
                Optional.of(envelope.envelope()),
                EvidenceBundle.Openness.SHOWN,
                Optional.of(new EvidenceBundle.Opened(envelope.recordKey(), content.bytes())),
                policy);
    }
}
