package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.VerificationException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Reads a leaf. It takes what it knows, writes that again, and compares: so unknown fields, another order, another spelling of a
 * number or a time, and whatever else would make two leaves of one, all fail at one place.
 */
final class LeafReader {
    private static final String MALFORMED = "LEAF_MALFORMED";

    private LeafReader() {}

    static Leaf read(byte[] bytes) throws VerificationException {
        if (bytes.length == 0 || bytes.length > Leaf.MAX_BYTES) {
            throw new VerificationException(MALFORMED, "a leaf of " + bytes.length + " bytes");
        }
        Leaf leaf;
        try {
            leaf = leaf(Json.parse(bytes));
        } catch (Json.MalformedException | IllegalArgumentException | DateTimeException e) {
            throw new VerificationException(MALFORMED, e instanceof DateTimeException ? "time" : e.getMessage());
        }
        if (!Arrays.equals(leaf.toBytes(), bytes)) {
            throw new VerificationException(MALFORMED, "not in canonical form, or with unknown fields");
        }
        return leaf;
    }

    private static Leaf leaf(JsonNode json) {
        if (json.path("version").asInt() != Leaf.VERSION) {
            throw new IllegalArgumentException("version (expected: " + Leaf.VERSION + ")");
        }
        Optional<String> kind = text(json, "kind");
        return new Leaf(
                event(required(json, "event")),
                Instant.parse(required(json, "time")),
                text(json, "exchangeId").map(LeafReader::exchange),
                new City(required(json, "fromCity")),
                text(json, "fromSystem").map(SystemName::new),
                text(json, "toCity").map(City::new),
                text(json, "toSystem").map(SystemName::new),
                kind.map(name -> new RecordType(name, required(json, "type"))),
                text(json, "schemaVersion"),
                text(json, "mappingId"),
                text(json, "mappingDigest"),
                text(json, "agreementId"),
                text(json, "agreementDigest"),
                text(json, "fieldsDigest"),
                text(json, "purpose"),
                text(json, "lawfulBasis"),
                text(json, "revision").map(LeafReader::decimal),
                text(json, "outcome"),
                text(json, "kekId"),
                text(json, "envelopeDigest"),
                text(json, "recordDigest"),
                text(json, "nativeDigest"),
                commitments(json.path("commitments")),
                json.has("counterpart") ? Optional.of(counterpart(json.get("counterpart"))) : Optional.empty());
    }

    private static LogEvent event(String name) {
        for (LogEvent event : LogEvent.values()) {
            if (event.name().equals(name)) {
                return event;
            }
        }
        throw new IllegalArgumentException("event (expected: one of version 1)");
    }

    private static Commitments commitments(JsonNode json) {
        List<String> persons = new ArrayList<>();
        json.path("persons").forEach(person -> persons.add(person.asText()));
        return new Commitments(persons, text(json, "officer"), text(json, "caseNumber"), text(json, "onBehalfOf"));
    }

    private static Counterpart counterpart(JsonNode json) {
        return new Counterpart(
                required(json, "origin"),
                decimal(required(json, "index")),
                hash(json, "leafHash"),
                decimal(required(json, "size")),
                hash(json, "root"));
    }

    /** The JDK's message would quote the text. */
    private static ExchangeId exchange(String text) {
        try {
            return ExchangeId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("exchangeId (expected: a UUID of version 7 in its canonical form)", e);
        }
    }

    private static byte[] hash(JsonNode json, String name) {
        String hex = required(json, name);
        LeafText.digest(name, hex);
        return HexFormat.of().parseHex(hex);
    }

    private static long decimal(String digits) {
        if (!TextLines.isDecimal(digits)) {
            throw new IllegalArgumentException("a number (expected: a plain decimal below 2^63)");
        }
        return Long.parseLong(digits);
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).textValue());
    }

    private static String required(JsonNode json, String name) {
        return text(json, name).orElseThrow(() -> new IllegalArgumentException(name + " (expected: a text)"));
    }
}
