package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SystemName;
import java.time.Instant;
import java.util.Optional;

/** Collects the fields of a {@link Leaf}; those that are not named stay absent. Not thread-safe. */
public final class LeafBuilder {
    private final LogEvent event;
    private final Instant time;
    private final City from;
    private Optional<ExchangeId> exchange = Optional.empty();
    private Optional<SystemName> fromSystem = Optional.empty();
    private Optional<City> to = Optional.empty();
    private Optional<SystemName> toSystem = Optional.empty();
    private Optional<RecordType> type = Optional.empty();
    private Optional<String> schemaVersion = Optional.empty();
    private Optional<String> mappingId = Optional.empty();
    private Optional<String> mappingDigest = Optional.empty();
    private Optional<String> agreementId = Optional.empty();
    private Optional<String> agreementDigest = Optional.empty();
    private Optional<String> fieldsDigest = Optional.empty();
    private Optional<String> purpose = Optional.empty();
    private Optional<String> lawfulBasis = Optional.empty();
    private Optional<Long> revision = Optional.empty();
    private Optional<String> outcome = Optional.empty();
    private Optional<String> kekId = Optional.empty();
    private Optional<String> envelopeDigest = Optional.empty();
    private Optional<String> recordDigest = Optional.empty();
    private Optional<String> nativeDigest = Optional.empty();
    private Commitments commitments = Commitments.NONE;
    private Optional<Counterpart> counterpart = Optional.empty();

    LeafBuilder(LogEvent event, Instant time, City from) {
        this.event = event;
        this.time = time;
        this.from = from;
    }

    public LeafBuilder exchange(ExchangeId value) {
        exchange = Optional.of(value);
        return this;
    }

    public LeafBuilder fromSystem(SystemName value) {
        fromSystem = Optional.of(value);
        return this;
    }

    public LeafBuilder to(City value) {
        to = Optional.of(value);
        return this;
    }

    public LeafBuilder toSystem(SystemName value) {
        toSystem = Optional.of(value);
        return this;
    }

    public LeafBuilder type(RecordType value) {
        type = Optional.of(value);
        return this;
    }

    public LeafBuilder schemaVersion(String value) {
        schemaVersion = Optional.of(value);
        return this;
    }

    public LeafBuilder mapping(String id, String digest) {
        mappingId = Optional.of(id);
        mappingDigest = Optional.of(digest);
        return this;
    }

    public LeafBuilder agreement(String id, String digest) {
        agreementId = Optional.of(id);
        agreementDigest = Optional.of(digest);
        return this;
    }

    public LeafBuilder fieldsDigest(String value) {
        fieldsDigest = Optional.of(value);
        return this;
    }

    public LeafBuilder purpose(String value) {
        purpose = Optional.of(value);
        return this;
    }

    public LeafBuilder lawfulBasis(String value) {
        lawfulBasis = Optional.of(value);
        return this;
    }

    public LeafBuilder revision(long value) {
        revision = Optional.of(value);
        return this;
    }

    public LeafBuilder outcome(String value) {
        outcome = Optional.of(value);
        return this;
    }

    public LeafBuilder envelope(String kek, String digest) {
        kekId = Optional.of(kek);
        envelopeDigest = Optional.of(digest);
        return this;
    }

    public LeafBuilder recordDigest(String value) {
        recordDigest = Optional.of(value);
        return this;
    }

    public LeafBuilder nativeDigest(String value) {
        nativeDigest = Optional.of(value);
        return this;
    }

    public LeafBuilder commitments(Commitments value) {
        commitments = value;
        return this;
    }

    public LeafBuilder counterpart(Counterpart value) {
        counterpart = Optional.of(value);
        return this;
    }

    /** @throws IllegalArgumentException as {@link Leaf}'s constructor */
    public Leaf build() {
        return new Leaf(
                event,
                time,
                exchange,
                from,
                fromSystem,
                to,
                toSystem,
                type,
                schemaVersion,
                mappingId,
                mappingDigest,
                agreementId,
                agreementDigest,
                fieldsDigest,
                purpose,
                lawfulBasis,
                revision,
                outcome,
                kekId,
                envelopeDigest,
                recordDigest,
                nativeDigest,
                commitments,
                counterpart);
    }
}
