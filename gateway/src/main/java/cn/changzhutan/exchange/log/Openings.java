package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who and what case stands behind a leaf's commitments, read from a {@link SealedContent} that was verified when it came: the record
 * in it is not read, so this costs little. Immutable.
 */
public record Openings(
        List<SealedContent.Subject> persons,
        Optional<String> officer,
        Optional<String> caseNumber,
        Optional<String> onBehalfOf) {
    /** Of nobody: where nothing was sealed, or it was erased. */
    public static final Openings NONE = new Openings(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public Openings {
        persons = List.copyOf(persons);
    }

    /**
     * @param content as {@link SealedContent#bytes} has it
     * @throws VerificationException {@code CONTENT_MALFORMED}
     */
    public static Openings read(byte[] content) throws VerificationException {
        try (JsonParser json = MAPPER.createParser(content)) {
            // canonical JSON: openings come before record and salts
            if (json.nextToken() != JsonToken.START_OBJECT
                    || !"openings".equals(json.nextFieldName())
                    || json.nextToken() != JsonToken.START_OBJECT) {
                throw malformed();
            }
            return of(json.readValueAsTree());
        } catch (IOException e) {
            throw malformed();
        }
    }

    /** @param openings as they stand in a content */
    static Openings of(JsonNode openings) {
        List<SealedContent.Subject> persons = new ArrayList<>();
        for (JsonNode person : openings.path("persons")) {
            persons.add(new SealedContent.Subject(
                    person.path("idType").asText(), person.path("id").asText()));
        }
        return new Openings(
                persons, value(openings, "officer"), value(openings, "case"), value(openings, "onBehalfOf"));
    }

    private static Optional<String> value(JsonNode openings, String name) {
        JsonNode value = openings.path(name).path("value");
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    private static VerificationException malformed() {
        return new VerificationException("CONTENT_MALFORMED", "a sealed content is not of version 1");
    }

    @Override
    public String toString() {
        return "Openings[" + persons.size() + " persons]";
    }
}
