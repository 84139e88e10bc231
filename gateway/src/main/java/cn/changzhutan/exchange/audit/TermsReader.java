package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.store.Fact;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
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

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final int SHORTEST_REASON = 2;
    private static final int LONGEST_REASON = 500;
    private static final int MOST_GROUPS = 4;
    private static final Map<String, Fact> FACTS =
            Arrays.stream(Fact.values()).collect(Collectors.toMap(TermsReader::name, Function.identity()));
    private static final Set<String> OTHERS =
            Set.of("person", "officer", "case", "onBehalfOf", "exchange", "from", "to", "reason");

    private final Members members;

    /**
     * @param more members that the call knows besides the terms and the reason
     * @throws QueryException if it is no object, or has unknown members
     */
    public TermsReader(JsonNode question, Set<String> more) {
        Set<String> known = new HashSet<>(OTHERS);
        known.addAll(FACTS.keySet());
        known.addAll(more);
        members = Members.of(question, "", known);
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
        return members.text("reason", LONGEST_REASON)
                .filter(reason -> reason.length() >= SHORTEST_REASON)
                .orElseThrow(() -> new QueryException(
                        "/reason", "the reason of the query, 2 to 500 characters", "查询事由, 2 到 500 个字符"));
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
                members.has("person")
                        ? Optional.of(Members.person(members.object().path("person"), "/person"))
                        : Optional.empty(),
                text("officer"),
                text("case"),
                text("onBehalfOf"),
                facts,
                text("exchange").map(TermsReader::exchange),
                from,
                to);
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
                return inRange(
                        text.length() == 10
                                ? LocalDate.parse(text)
                                        .plusDays(end ? 1 : 0)
                                        .atStartOfDay(ZONE)
                                        .toInstant()
                                : OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException e) {
                throw new QueryException(
                        "/" + name, "a day (2026-11-22) or a time with offset", "日期(2026-11-22)或带时区的时间");
            }
        });
    }

    /** Years that every database and calendar has. @throws DateTimeException otherwise */
    static Instant inRange(Instant time) {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new DateTimeException("a year from 1 to 9999");
        }
        return time;
    }

    /** An optional text of the question. */
    public Optional<String> text(String name) {
        return members.text(name);
    }

    /** An optional whole number from 1 to {@code max}. */
    public int count(String name, int absent, int max) {
        return members.count(name, absent, max);
    }

    /** An optional truth; absent is false. */
    public boolean flag(String name) {
        return members.flag(name);
    }

    /** Up to {@value #MOST_GROUPS} different groups; none if it is absent. */
    public List<GroupBy> groups(String name) {
        JsonNode list = members.object().path(name);
        if (members.has(name) && (!list.isArray() || list.size() > MOST_GROUPS)) {
            throw new QueryException("/" + name, "an array of up to 4 names", "至多 4 项的数组");
        }
        List<GroupBy> groups = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            GroupBy group = GroupBy.of(list.get(i).asText(), "/" + name + "/" + i);
            if (groups.contains(group)) {
                throw new QueryException("/" + name + "/" + i, "each name once", "每个名称只写一次");
            }
            groups.add(group);
        }
        return groups;
    }
}
