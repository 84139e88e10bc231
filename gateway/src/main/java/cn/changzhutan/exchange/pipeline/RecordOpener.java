package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Problem;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.agreement.Agreement;
import cn.changzhutan.exchange.crypto.ArchiveKey;
import cn.changzhutan.exchange.crypto.EnvelopeOpener;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.log.SealedContent;
import cn.changzhutan.exchange.log.SealedRecord;
import cn.changzhutan.exchange.schema.RecordSchema;
import cn.changzhutan.exchange.store.PeerStore;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The receiver's checks of one message, in the order that design fixes: what cannot be verified is quarantined, what waits for a
 * checkpoint is held, what is genuine but unacceptable is to be returned. Thread-safe.
 */
final class RecordOpener {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final City self;
    private final Map<String, Peer> peerOfTopic;
    private final PeerLogs logs;
    private final EnvelopeOpener envelopes;
    private final ArchiveKey archive;
    private final OrderingKey ordering;
    private final Catalogue catalogue;
    private final Duration skew;
    private final RecentContents<ByteBuffer> recent;
    private final Clock clock;

    /** @param skew how far a sender's clock may run ahead of this one */
    RecordOpener(
            City self,
            Map<String, Peer> peerOfTopic,
            PeerLogs logs,
            EnvelopeOpener envelopes,
            ArchiveKey archive,
            OrderingKey ordering,
            Catalogue catalogue,
            Duration skew,
            RecentContents<ByteBuffer> recent,
            Clock clock) {
        this.self = self;
        this.peerOfTopic = Map.copyOf(peerOfTopic);
        this.logs = logs;
        this.envelopes = envelopes;
        this.archive = archive;
        this.ordering = ordering;
        this.catalogue = catalogue;
        this.skew = skew;
        this.recent = recent;
        this.clock = clock;
    }

    InboundPipeline.Opened open(PeerStore.Message message, long millis) throws SQLException {
        Peer peer = peerOfTopic.get(message.topic());
        try {
            if (peer == null) {
                throw new VerificationException("WRONG_TOPIC", "no city sends on this topic");
            }
            SealedRecord sealed = SealedRecord.decode(message.value());
            Optional<ProvenLeaf> proven = ProvenLeaf.check(peer, logs, sealed, millis);
            return proven.isEmpty()
                    ? new InboundPipeline.Held(message, HeldClaim.of(peer, sealed))
                    : open(message, peer, proven.get(), sealed.envelope());
        } catch (VerificationException e) {
            return new InboundPipeline.Quarantined(message, e.code());
        }
    }

    /** Empty if it cannot even be read. */
    Optional<HeldClaim> claim(PeerStore.Message message) {
        try {
            return Optional.of(HeldClaim.of(peerOfTopic.get(message.topic()), SealedRecord.decode(message.value())));
        } catch (VerificationException e) {
            return Optional.empty();
        }
    }

    private Reception open(PeerStore.Message message, Peer peer, ProvenLeaf proven, byte[] envelope)
            throws VerificationException {
        Leaf leaf = proven.leaf();
        Instant limit = clock.instant().plus(skew);
        require(leaf.event() == LogEvent.ACCEPTED, "WRONG_EVENT", "the leaf is not of an accepted record");
        require(leaf.from().equals(peer.city()), "WRONG_SENDER", "the leaf is not of the city whose log holds it");
        require(leaf.to().equals(Optional.of(self)), "WRONG_RECEIVER", "the leaf is addressed to another city");
        require(!leaf.time().isAfter(limit), "TIME_AHEAD", "the leaf's time lies ahead of this clock");
        require(
                leaf.envelopeDigest().equals(Optional.of(Leaves.envelopeDigest(envelope))),
                "ENVELOPE_DIGEST",
                "another envelope");
        ExchangeId id = leaf.exchange().orElseThrow();
        RecordType type = leaf.type().orElseThrow();
        EnvelopeOpener.Opened opened = envelopes.open(envelope);
        require(
                opened.header().exchangeId().equals(id)
                        && opened.header().from().equals(leaf.from())
                        && opened.header().to().equals(self)
                        && leaf.kekId().equals(Optional.of(opened.header().kekId())),
                "ENVELOPE_HEADER",
                "envelope and leaf name different exchanges");
        SealedContent content = SealedContent.open(opened.inside());
        content.matches(leaf);
        RouteDefinition route = catalogue.route(type).orElse(null);
        Optional<BigDecimal> amount =
                Optional.ofNullable(route).flatMap(known -> RecordAmount.of(known, content.record()));
        recent.put(
                ByteBuffer.wrap(proven.place().leafHash()),
                new RecentContents.Content(
                        leaf,
                        proven.place(),
                        content.record(),
                        content.openings(),
                        route == null ? "" : route.receiver().value(),
                        amount.orElse(null)));
        return new Reception(
                message,
                peer.city(),
                id,
                route,
                leaf,
                proven.bytes(),
                proven.path(),
                proven.place(),
                envelope,
                archive.wrap(opened.recordKey(), id),
                route == null
                        ? id.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII)
                        : ordering.of(route, peer.city(), content.record(), id.toString()),
                route == null ? null : OrderingKey.revision(route, content.record()),
                amount,
                unacceptable(leaf, type, route, content));
    }

    /** The receiver's own judgement of a genuine record: by the agreement whose digest stands in the leaf, as of ACCEPTED. */
    private Optional<ReturnReason> unacceptable(
            Leaf leaf, RecordType type, RouteDefinition route, SealedContent content) {
        Optional<RecordSchema> schema = catalogue.schema(type);
        if (route == null || schema.isEmpty()) {
            return Optional.of(new ReturnReason("TYPE_UNKNOWN", "本市未配置此类记录 / this city has no route for this type"));
        }
        if (!leaf.schemaVersion().equals(Optional.of(schema.get().version()))) {
            return Optional.of(
                    new ReturnReason("SCHEMA_VERSION_UNKNOWN", "本市没有此模式版本 / this city has not this schema version"));
        }
        Optional<Agreement> agreement =
                catalogue.agreements().byDigest(leaf.agreementDigest().orElseThrow());
        if (agreement.isEmpty()) {
            return Optional.of(
                    new ReturnReason("AGREEMENT_UNKNOWN", "本市没有此共享协议 / this city does not hold this agreement"));
        }
        LocalDate day = leaf.time().atZone(ZONE).toLocalDate();
        if (!agreement.get().allows(leaf.from(), self, type, leaf.purpose().orElseThrow(), day)
                || !leaf.fieldsDigest().equals(Optional.of(agreement.get().fieldsDigest()))) {
            return Optional.of(new ReturnReason(
                    "AGREEMENT_DOES_NOT_ALLOW", "共享协议不允许此次共享 / the agreement does not allow this exchange"));
        }
        List<Problem> problems =
                schema.get().projectedTo(agreement.get().fields()).validate(content.record(), day);
        if (!problems.isEmpty()) {
            String found = problems.stream()
                    .limit(10)
                    .map(problem -> problem.code() + " " + problem.pointer())
                    .collect(Collectors.joining("; "));
            return Optional.of(
                    new ReturnReason("RECORD_INVALID", "记录未通过校验 / the record does not pass its schema: " + cut(found)));
        }
        return Optional.empty();
    }

    private static String cut(String text) {
        return text.length() <= 400 ? text : text.substring(0, 400);
    }

    private static void require(boolean holds, String code, String message) throws VerificationException {
        if (!holds) {
            throw new VerificationException(code, message);
        }
    }
}
