package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.log.SealedContent.Subject;
import cn.changzhutan.exchange.store.Fact;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads questions strictly: members that nobody knows, wrong types and impossible times are told with their place, never with their
 * value. Not thread-safe.
 */
public final class TermsReader {
    /** Days are meant as days in China. */
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final int LONGEST = 256;
    private static final int SHORTEST_REASON = 2;
    private static final int LONGEST_REASON = 500;
    private static final Map<String, Fact> FACTS =
            Arrays.stream(Fact.values()).collect(Collectors.toMap(TermsReader::name, Function.identity()));
    private static final Set<String> OTHERS =
            Set.of("person", "officer", "case", "onBehalfOf", "exchange", "from", "to");

    private final JsonNode question;

    /**
     * @param more members that the call knows besides the terms and the reason
     * @throws QueryException if it is no object, or has unknown members
     */
    public TermsReader(JsonNode question, Set<String> more) {
        this.question = question;
        Set<String> known = new HashSet<>(OTHERS);
        known.addAll(FACTS.keySet());
        known.addAll(more);
        known.add("reason");
        members(question, "", known);
    }

    /** How a fact is named in questions and answers: {@code peerSystem}. */
    public static String name(Fact fact) {
        StringBuilder name = new StringBuilder();
        for (String word : fact.name().toLowerCase(Locale.ROOT).split("_")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }

    static Optional<Fact> fact(String name) {
        return Optional.ofNullable(FACTS.get(name));
    }

    /** Why somebody asks: must be given, and is kept with the question. */
    public String reason() {
        String reason =
                text("reason").orElseThrow(() -> new QueryException("/reason", "the reason of the query", "查询事由"));
        if (reason.length() < SHORTEST_REASON || reason.length() > LONGEST_REASON) {
            throw new QueryException("/reason", "2 to 500 characters", "2 到 500 个字符");
        }
        return reason;
    }

    public Terms terms() {
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        FACTS.forEach((name, fact) -> text(name).ifPresent(value -> facts.put(fact, value)));
        Optional<Instant> from = time("from", false);
        Optional<Instant> to = time("to", true);
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new QueryException("/to", "a time after from", "晚于 from 的时间");
        }
        return new Terms(
                question.has("person") ? Optional.of(person(question.path("person"), "/person")) : Optional.empty(),
                text("officer"),
                text("case"),
                text("onBehalfOf"),
                facts,
                text("exchange").map(TermsReader::exchange),
                from,
                to);
    }

    /** {@code {"idType": "RESIDENT_ID", "id": "…"}}; without a type it is a resident id. */
    public static Subject person(JsonNode json, String at) {
        members(json, at, Set.of("idType", "id"));
        String idType = json.has("idType") ? text(json, "idType", at) : "RESIDENT_ID";
        return new Subject(idType, text(json, "id", at));
    }

    private static ExchangeId exchange(String text) {
        try {
            return ExchangeId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new QueryException("/exchange", "an exchange id", "交换编号");
        }
    }

    /** A time with its offset, or a day in China: as an end the whole day counts. */
    private Optional<Instant> time(String name, boolean end) {
        return text(name).map(text -> {
            try {
                return text.length() == 10
                        ? LocalDate.parse(text)
                                .plusDays(end ? 1 : 0)
                                .atStartOfDay(ZONE)
                                .toInstant()
                        : OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw new QueryException(
                        "/" + name, "a day (2026-11-22) or a time with offset", "日期(2026-11-22)或带时区的时间");
            }
        });
    }

    /** An optional text of the question. */
    public Optional<String> text(String name) {
        return question.has(name) ? Optional.of(text(question, name, "")) : Optional.empty();
    }

    private static String text(JsonNode object, String name, String at) {
        JsonNode value = object.path(name);
        boolean reason = name.equals("reason");
        if (!value.isTextual()
                || value.textValue().isBlank()
                || value.textValue().length() > (reason ? LONGEST_REASON : LONGEST)
                || value.textValue().chars().anyMatch(Character::isISOControl)) {
            throw new QueryException(at + "/" + name, "1 to 256 printable characters", "1 到 256 个可打印字符");
        }
        return value.textValue().strip();
    }

    private static void members(JsonNode object, String at, Set<String> known) {
        String names = String.join(", ", known.stream().sorted().toList());
        if (!object.isObject()) {
            throw new QueryException(at, "an object with " + names, "含 " + names + " 的对象");
        }
        for (Iterator<String> i = object.fieldNames(); i.hasNext(); ) {
            if (!known.contains(i.next())) {
                throw new QueryException(at, "no other members than " + names, "不得有 " + names + " 以外的成员");
            }
        }
    }
}
