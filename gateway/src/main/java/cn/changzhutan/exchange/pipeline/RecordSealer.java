package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.AuthorisedRecord;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.crypto.ArchiveKey;
import cn.changzhutan.exchange.crypto.EnvelopeSealer;
import cn.changzhutan.exchange.log.SealedContent;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes everything of an exchange but its place in the log: id, encrypted envelope, leaf. Thread-safe; done by the caller's thread. */
final class RecordSealer {
    private static final Refusal TOO_LARGE = Refusal.of(
            Refusal.Stage.SEAL,
            "RECORD_TOO_LARGE",
            "",
            "at most " + EnvelopeSealer.MAX_INSIDE + " bytes in the shared form; attach less",
            "共享格式不得超过 " + EnvelopeSealer.MAX_INSIDE + " 字节，请减少附件");

    private final EnvelopeSealer envelopes;
    private final ArchiveKey archive;
    private final OrderingKey ordering;
    private final ContentDigest contents;
    private final Catalogue catalogue;
    private final Leaves leaves;
    private final RecentContents<UUID> recent;
    private final Clock clock;

    RecordSealer(
            EnvelopeSealer envelopes,
            ArchiveKey archive,
            OrderingKey ordering,
            ContentDigest contents,
            Catalogue catalogue,
            Leaves leaves,
            RecentContents<UUID> recent,
            Clock clock) {
        this.envelopes = envelopes;
        this.archive = archive;
        this.ordering = ordering;
        this.contents = contents;
        this.catalogue = catalogue;
        this.leaves = leaves;
        this.recent = recent;
        this.clock = clock;
    }

    /** @param records of one submission, one a destination */
    Acceptance seal(List<AuthorisedRecord> records) {
        Submission submission = records.get(0).canonical().submission();
        List<Acceptance.Sealed> sealed = new ArrayList<>(records.size());
        for (AuthorisedRecord record : records) {
            SealedContent content = content(submission, record);
            if (content.bytes().length > EnvelopeSealer.MAX_INSIDE) {
                return refuse(submission, TOO_LARGE);
            }
            sealed.add(seal(submission, record, content));
        }
        return Acceptance.of(submission, contents.of(submission), sealed);
    }

    Acceptance refuse(Submission submission, Refusal refusal) {
        return Acceptance.refused(submission, refusal, leaves.refused(submission, refusal, clock.instant()));
    }

    private SealedContent content(Submission submission, AuthorisedRecord record) {
        return SealedContent.seal(
                record.projection(),
                submission.content(),
                catalogue.subjects(submission.type(), record.projection()),
                new SealedContent.Actor(submission.officer(), submission.caseNumber(), submission.onBehalfOf()));
    }

    private Acceptance.Sealed seal(Submission submission, AuthorisedRecord record, SealedContent content) {
        ExchangeId id = ExchangeId.next(clock);
        // As the leaf has it: finer, the database might round it into the next day, and the receiver would not.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        EnvelopeSealer.Sealed envelope = envelopes.seal(id, submission.from(), record.to(), content.bytes());
        RouteDefinition route = catalogue.route(submission.type()).orElseThrow();
        Long revision = OrderingKey.revision(route, record.projection());
        NewLeaf leaf = leaves.accepted(id, now, record, revision, content, envelope.envelope());
        byte[] key = ordering.of(route, submission.from(), record.projection(), id.toString());
        Optional<BigDecimal> amount = RecordAmount.of(route, record.projection());
        recent.put(
                id.value(),
                new RecentContents.Content(leaf.leaf(), null, null, content.openings(), "", amount.orElse(null)));
        return new Acceptance.Sealed(
                id, record.to(), now, leaf, envelope.envelope(), archive.wrap(envelope.recordKey(), id), key, amount);
    }
}
