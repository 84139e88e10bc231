package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.VerificationException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One entry of the exchange log: what happened, never to whom. No personal data and nothing that can be guessed back stands in it.
 * Immutable. Build one with {@link #of}.
 *
 * <p>Its bytes are canonical JSON (RFC 8785), at most {@value #MAX_BYTES}; fields that are absent are left out. All digests are 64
 * lower-case hex digits. Names and ids are printable ASCII.
 *
 * @param time in milliseconds, UTC, years 1970 to 9999
 * @param from the city that sends the record; of an event without a record, the city whose log this is
 * @param revision a whole number that grows with each version of the same thing
 * @param outcome code of a refusal, a return or a receipt
 * @param envelopeDigest SM3 of the whole envelope
 * @param recordDigest HMAC-SM3 of the shared form under a random salt
 * @param nativeDigest HMAC-SM3 of the native form under a random salt
 * @param counterpart the other city's leaf that this one answers
 */
public record Leaf(
        LogEvent event,
        Instant time,
        Optional<ExchangeId> exchange,
        City from,
        Optional<SystemName> fromSystem,
        Optional<City> to,
        Optional<SystemName> toSystem,
        Optional<RecordType> type,
        Optional<String> schemaVersion,
        Optional<String> mappingId,
        Optional<String> mappingDigest,
        Optional<String> agreementId,
        Optional<String> agreementDigest,
        Optional<String> fieldsDigest,
        Optional<String> purpose,
        Optional<String> lawfulBasis,
        Optional<Long> revision,
        Optional<String> outcome,
        Optional<String> kekId,
        Optional<String> envelopeDigest,
        Optional<String> recordDigest,
        Optional<String> nativeDigest,
        Commitments commitments,
        Optional<Counterpart> counterpart) {
    /** Longest leaf in bytes. The bounds of the fields keep every leaf below it. */
    public static final int MAX_BYTES = 4096;

    static final int VERSION = 1;
    private static final Instant END_OF_TIME = Instant.parse("+10000-01-01T00:00:00Z");

    /** @throws IllegalArgumentException naming the field that is out of bounds or that the event needs */
    public Leaf {
        if (time.isBefore(Instant.EPOCH)
                || !time.isBefore(END_OF_TIME)
                || !time.equals(time.truncatedTo(ChronoUnit.MILLIS))) {
            throw new IllegalArgumentException("time (expected: whole milliseconds, years 1970 to 9999)");
        }
        token("schemaVersion", schemaVersion, 32);
        token("mappingId", mappingId, 128);
        digest("mappingDigest", mappingDigest);
        token("agreementId", agreementId, 80);
        digest("agreementDigest", agreementDigest);
        digest("fieldsDigest", fieldsDigest);
        token("purpose", purpose, 48);
        token("lawfulBasis", lawfulBasis, 48);
        token("outcome", outcome, 64);
        token("kekId", kekId, 64);
        digest("envelopeDigest", envelopeDigest);
        digest("recordDigest", recordDigest);
        digest("nativeDigest", nativeDigest);
        if (revision.isPresent() && revision.get() < 0) {
            throw new IllegalArgumentException("revision (expected: at least 0)");
        }
        require(!event.needsOutcome() || outcome.isPresent(), event, "outcome");
        require(
                event.pointsToCounterpart() == counterpart.isPresent(),
                event,
                "counterpart, on the four events that answer");
        if (event == LogEvent.ACCEPTED || event.pointsToCounterpart()) {
            require(exchange.isPresent() && to.isPresent() && type.isPresent(), event, "exchange, to and type");
            require(!to.equals(Optional.of(from)), event, "to, another city than from");
        }
        if (event == LogEvent.ACCEPTED) {
            require(fromSystem.isPresent() && schemaVersion.isPresent(), event, "fromSystem and schemaVersion");
            require(mappingId.isPresent() && mappingDigest.isPresent(), event, "mapping");
            require(
                    agreementId.isPresent() && agreementDigest.isPresent() && fieldsDigest.isPresent(),
                    event,
                    "agreement");
            require(purpose.isPresent() && lawfulBasis.isPresent(), event, "purpose and lawfulBasis");
            require(
                    kekId.isPresent() && envelopeDigest.isPresent() && recordDigest.isPresent(),
                    event,
                    "kekId and digests");
        }
    }

    /** @param time cut to milliseconds */
    public static LeafBuilder of(LogEvent event, Instant time, City from) {
        return new LeafBuilder(event, time.truncatedTo(ChronoUnit.MILLIS), from);
    }

    /**
     * Strict: takes only what {@link #toBytes} would write, byte for byte.
     *
     * @throws VerificationException {@code LEAF_MALFORMED}
     */
    public static Leaf parse(byte[] bytes) throws VerificationException {
        return LeafReader.read(bytes);
    }

    /** The exact bytes that are hashed and kept. */
    public byte[] toBytes() {
        StringBuilder out = new StringBuilder(1536);
        new LeafText(out).object(this::write);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(LeafText json) {
        json.text("agreementDigest", agreementDigest);
        json.text("agreementId", agreementId);
        if (!commitments.equals(Commitments.NONE)) {
            json.object("commitments", this::writeCommitments);
        }
        counterpart.ifPresent(other -> json.object("counterpart", text -> write(other, text)));
        json.text("envelopeDigest", envelopeDigest);
        json.text("event", event.name());
        json.text("exchangeId", exchange);
        json.text("fieldsDigest", fieldsDigest);
        json.text("fromCity", from.name());
        json.text("fromSystem", fromSystem);
        json.text("kekId", kekId);
        json.text("kind", type.map(RecordType::kind));
        json.text("lawfulBasis", lawfulBasis);
        json.text("mappingDigest", mappingDigest);
        json.text("mappingId", mappingId);
        json.text("nativeDigest", nativeDigest);
        json.text("outcome", outcome);
        json.text("purpose", purpose);
        json.text("recordDigest", recordDigest);
        json.text("revision", revision);
        json.text("schemaVersion", schemaVersion);
        json.text("time", LeafText.time(time));
        json.text("toCity", to);
        json.text("toSystem", toSystem);
        json.text("type", type.map(RecordType::type));
        json.number("version", VERSION);
    }

    private void writeCommitments(LeafText json) {
        json.text("caseNumber", commitments.caseNumber());
        json.text("officer", commitments.officer());
        json.text("onBehalfOf", commitments.onBehalfOf());
        json.texts("persons", commitments.persons());
    }

    private static void write(Counterpart other, LeafText json) {
        json.text("index", Long.toString(other.index()));
        json.text("leafHash", HexFormat.of().formatHex(other.leafHash()));
        json.text("origin", other.origin());
        json.text("root", HexFormat.of().formatHex(other.root()));
        json.text("size", Long.toString(other.size()));
    }

    private static void token(String what, Optional<String> text, int longest) {
        if (text.isPresent()) {
            LeafText.token(what, text.get(), longest);
        }
    }

    private static void digest(String what, Optional<String> hex) {
        if (hex.isPresent()) {
            LeafText.digest(what, hex.get());
        }
    }

    private static void require(boolean holds, LogEvent event, String what) {
        if (!holds) {
            throw new IllegalArgumentException("leaf " + event + " (expected: " + what + ")");
        }
    }
}
