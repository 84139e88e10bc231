package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.CanonicalJson;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.Sm3;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What lies inside an envelope: the record, the salts of its digests and the openings of the leaf's commitments. The leaf shows only
 * HMAC-SM3 values under fresh 32-byte keys, so that nothing in it can be guessed; who holds this content can check each of them.
 *
 * @param bytes canonical JSON of the whole content, UTF-8
 * @param recordDigest hex, as it stands in the leaf
 * @param nativeDigest hex; "" for an opened content: the native form stays with the sender
 * @param commitments what the leaf says of persons, officer, case and body
 * @param openings what stands behind them
 */
@SuppressWarnings("ArrayRecordComponent")
public record SealedContent(
        byte[] bytes,
        JsonNode record,
        String recordDigest,
        String nativeDigest,
        Commitments commitments,
        Openings openings) {
    private static final int SALT = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Set<String> FIELDS = Set.of("openings", "record", "salts");

    /** A person in the record. @param idType what kind of id, as the schema's annotation names it */
    public record Subject(String idType, String id) {
        @Override
        public String toString() {
            return "Subject[" + idType + "]";
        }
    }

    /** Who acts, and for which case. The optional ones have no opening and no commitment. */
    public record Actor(String officer, Optional<String> caseNumber, Optional<String> onBehalfOf) {
        @Override
        public String toString() {
            return "Actor[]";
        }
    }

    /** @param nativeContent the exact bytes that the sender's system handed over */
    public static SealedContent seal(JsonNode record, byte[] nativeContent, List<Subject> subjects, Actor actor) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        byte[] recordSalt = fresh();
        byte[] nativeSalt = fresh();
        root.putObject("salts").put("record", base64(recordSalt)).put("native", base64(nativeSalt));
        root.set("record", record);
        ObjectNode openings = root.putObject("openings");
        List<String> persons = new ArrayList<>();
        var list = openings.putArray("persons");
        for (Subject subject : subjects) {
            byte[] nonce = fresh();
            list.addObject()
                    .put("idType", subject.idType())
                    .put("id", subject.id())
                    .put("nonce", base64(nonce));
            persons.add(person(nonce, subject));
        }
        persons.sort(null);
        Commitments commitments = new Commitments(
                persons,
                Optional.of(put(openings, "officer", actor.officer())),
                actor.caseNumber().map(value -> put(openings, "case", value)),
                actor.onBehalfOf().map(value -> put(openings, "onBehalfOf", value)));
        return new SealedContent(
                CanonicalJson.write(root),
                record,
                hmac(recordSalt, "record/v1\n", CanonicalJson.write(record)),
                hmac(nativeSalt, "native/v1\n", nativeContent),
                commitments,
                new Openings(subjects, Optional.of(actor.officer()), actor.caseNumber(), actor.onBehalfOf()));
    }

    /**
     * Reads the content and recomputes digest and commitments.
     *
     * @throws VerificationException if the bytes are not such a content
     */
    public static SealedContent open(byte[] bytes) throws VerificationException {
        try {
            JsonNode root = Json.parse(bytes);
            if (!root.isObject()
                    || !names(root).equals(FIELDS)
                    || !root.get("record").isObject()) {
                throw malformed();
            }
            JsonNode openings = root.get("openings");
            List<String> persons = new ArrayList<>();
            for (JsonNode person : openings.path("persons")) {
                Subject subject = new Subject(text(person, "idType"), text(person, "id"));
                persons.add(person(nonce(person, "nonce"), subject));
            }
            persons.sort(null);
            JsonNode record = root.get("record");
            return new SealedContent(
                    bytes,
                    record,
                    hmac(nonce(root.get("salts"), "record"), "record/v1\n", CanonicalJson.write(record)),
                    "",
                    new Commitments(
                            persons,
                            committed(openings, "officer"),
                            committed(openings, "case"),
                            committed(openings, "onBehalfOf")),
                    Openings.of(openings));
        } catch (IllegalArgumentException | Json.MalformedException e) {
            throw malformed();
        }
    }

    /** @throws VerificationException if the leaf committed to another record, person, officer, case or body */
    public void matches(Leaf leaf) throws VerificationException {
        if (!leaf.recordDigest().equals(Optional.of(recordDigest))) {
            throw new VerificationException("RECORD_DIGEST", "the record is not the one that the leaf commits to");
        }
        if (!leaf.commitments().equals(commitments)) {
            throw new VerificationException("COMMITMENT", "the openings are not those that the leaf commits to");
        }
    }

    private static Optional<String> committed(JsonNode openings, String name) throws VerificationException {
        if (!openings.has(name)) {
            return Optional.empty();
        }
        JsonNode opening = openings.get(name);
        byte[] value = text(opening, "value").getBytes(StandardCharsets.UTF_8);
        return Optional.of(hmac(nonce(opening, "nonce"), name + "/v1\n", value));
    }

    private static String put(ObjectNode openings, String name, String value) {
        byte[] nonce = fresh();
        openings.putObject(name).put("value", value).put("nonce", base64(nonce));
        return hmac(nonce, name + "/v1\n", value.getBytes(StandardCharsets.UTF_8));
    }

    private static String person(byte[] nonce, Subject subject) {
        byte[] what = (subject.idType() + '\0' + subject.id()).getBytes(StandardCharsets.UTF_8);
        return hmac(nonce, "person/v1\n", what);
    }

    private static String hmac(byte[] key, String label, byte[] what) {
        return HexFormat.of().formatHex(Sm3.hmac(key, label.getBytes(StandardCharsets.UTF_8), what));
    }

    private static byte[] fresh() {
        byte[] bytes = new byte[SALT];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] nonce(JsonNode object, String name) throws VerificationException {
        byte[] nonce = Base64.getDecoder().decode(text(object, name));
        if (nonce.length != SALT) {
            throw malformed();
        }
        return nonce;
    }

    private static String text(JsonNode object, String name) throws VerificationException {
        JsonNode value = object.path(name);
        if (!value.isTextual()) {
            throw malformed();
        }
        return value.textValue();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static VerificationException malformed() {
        return new VerificationException("CONTENT_MALFORMED", "the envelope's content is not of version 1");
    }

    @Override
    public String toString() {
        return "SealedContent[" + bytes.length + " bytes]";
    }
}
