package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.CanonicalJson;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.SideBox;
import cn.changzhutan.exchange.crypto.Sm3;
import cn.changzhutan.exchange.log.Openings;
import cn.changzhutan.exchange.log.SealedContent.Subject;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The side rows of LOG_QUERIED. The leaf shows HMAC-SM3(fresh 32-byte salt, "query/v1\n" ‖ canonical JSON of who asked what and why);
 * the row holds the JSON with the salt, encrypted under the leaf's digest as name. Thread-safe.
 */
final class QuerySide {
    private static final Logger LOG = LoggerFactory.getLogger(QuerySide.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT = 32;
    private final SideBox box;

    /** @param digest hex, for the leaf's {@code nativeDigest} @param content for the side row */
    @SuppressWarnings("ArrayRecordComponent")
    record Sealed(String digest, byte[] content) {}

    /** @param query user, action, reason and what was asked */
    record Query(JsonNode query) {
        /** Of whom was asked: a search for a person is itself found under that person. */
        Openings openings() {
            JsonNode terms = query.path("terms");
            JsonNode person = terms.path("person");
            return new Openings(
                    person.isObject()
                            ? List.of(new Subject(
                                    person.path("idType").asText(),
                                    person.path("id").asText()))
                            : List.of(),
                    text(terms, "officer"),
                    text(terms, "case"),
                    text(terms, "onBehalfOf"));
        }

        /** The exchange whose evidence was given; empty of a search. */
        Optional<UUID> evidenceOf() {
            return query.path("action").asText().equals(QueryLog.Action.EVIDENCE.name())
                    ? text(query.path("terms"), "exchange").map(UUID::fromString)
                    : Optional.empty();
        }

        String user() {
            return query.path("user").asText();
        }

        String reason() {
            return query.path("reason").asText();
        }

        private static Optional<String> text(JsonNode terms, String name) {
            JsonNode value = terms.path(name);
            return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
        }
    }

    QuerySide(SideBox box) {
        this.box = box;
    }

    Sealed seal(ObjectNode query) {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        String digest = digest(salt, query);
        ObjectNode content = query.objectNode();
        content.put("salt", Base64.getEncoder().encodeToString(salt));
        content.set("query", query);
        return new Sealed(digest, box.seal(digest, CanonicalJson.write(content)));
    }

    /** @param digest as it stands in the leaf @return empty if the row does not open, or is not what the leaf commits to */
    Optional<Query> open(String digest, byte[] content) {
        try {
            JsonNode json = Json.parse(box.open(digest, content));
            byte[] salt = Base64.getDecoder().decode(json.path("salt").asText());
            JsonNode query = json.path("query");
            if (salt.length == SALT && query.isObject() && digest.equals(digest(salt, query))) {
                return Optional.of(new Query(query));
            }
            LOG.warn("a query's side row is not what its leaf commits to");
        } catch (VerificationException | Json.MalformedException | IllegalArgumentException e) {
            LOG.warn("a query's side row does not open: {}", e.getClass().getSimpleName());
        }
        return Optional.empty();
    }

    private static String digest(byte[] salt, JsonNode query) {
        return HexFormat.of()
                .formatHex(
                        Sm3.hmac(salt, "query/v1\n".getBytes(StandardCharsets.US_ASCII), CanonicalJson.write(query)));
    }
}
