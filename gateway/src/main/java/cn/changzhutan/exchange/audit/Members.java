package cn.changzhutan.exchange.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/** The members of a JSON object, taken strictly: what is wrong is told with its place, never with its value. */
record Members(JsonNode object, String at) {
    static final int LONGEST = 256;

    /** @throws QueryException if it is no object, or has members that are not known */
    static Members of(JsonNode object, String at, Set<String> known) {
        String names = String.join(", ", known.stream().sorted().toList());
        if (!object.isObject()) {
            throw new QueryException(at, "an object with " + names, "含 " + names + " 的对象");
        }
        for (Iterator<String> i = object.fieldNames(); i.hasNext(); ) {
            if (!known.contains(i.next())) {
                throw new QueryException(at, "no other members than " + names, "不得有 " + names + " 以外的成员");
            }
        }
        return new Members(object, at);
    }

    boolean has(String name) {
        return object.has(name);
    }

    Optional<String> text(String name) {
        return text(name, LONGEST);
    }

    /** An optional text of 1 to {@code longest} printable characters, without surrounding space. */
    Optional<String> text(String name, int longest) {
        if (!object.has(name)) {
            return Optional.empty();
        }
        JsonNode value = object.path(name);
        if (!value.isTextual()
                || value.textValue().isBlank()
                || value.textValue().length() > longest
                || value.textValue().chars().anyMatch(Character::isISOControl)) {
            throw new QueryException(
                    at + "/" + name, "1 to " + longest + " printable characters", "1 到 " + longest + " 个可打印字符");
        }
        return Optional.of(value.textValue().strip());
    }

    String required(String name) {
        return text(name).orElseThrow(() -> new QueryException(at + "/" + name, "to be given", "必须给出"));
    }

    int count(String name, int absent, int max) {
        if (!object.has(name)) {
            return absent;
        }
        JsonNode value = object.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1 || value.intValue() > max) {
            throw new QueryException(at + "/" + name, "a whole number from 1 to " + max, "1 到 " + max + " 的整数");
        }
        return value.intValue();
    }

    boolean flag(String name) {
        if (object.has(name) && !object.path(name).isBoolean()) {
            throw new QueryException(at + "/" + name, "true or false", "true 或 false");
        }
        return object.path(name).asBoolean();
    }

    /** {@code {"idType": "RESIDENT_ID", "id": "…"}}; without a type it is a resident id. */
    static PersonId person(JsonNode json, String at) {
        return of(json, at, Set.of("idType", "id")).person();
    }

    PersonId person() {
        return new PersonId(text("idType").orElse("RESIDENT_ID"), required("id"));
    }
}
