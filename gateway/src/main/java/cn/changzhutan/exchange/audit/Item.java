package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.store.Fact;
import cn.changzhutan.exchange.store.Facts;
import cn.changzhutan.exchange.store.IndexStore.Entry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry as an auditor sees it.
 *
 * @param index of its first leaf in this city's log
 * @param from the city that sent, "" for what is of no exchange
 * @param facts by the names that questions use; what does not apply is left out
 * @param actor who acted for whom, if it was asked for and is not erased
 * @param asked who asked the log and why, of a query, if it was asked for
 */
public record Item(
        long index,
        Instant time,
        Optional<ExchangeId> exchange,
        String from,
        String to,
        Map<String, String> facts,
        Optional<BigDecimal> amount,
        Optional<Instant> closedAt,
        Optional<Actor> actor,
        Optional<Asked> asked) {
    /** @param persons ids masked for display */
    public record Actor(
            Optional<String> officer, Optional<String> caseNumber, Optional<String> onBehalfOf, List<String> persons) {
        public Actor {
            persons = List.copyOf(persons);
        }

        @Override
        public String toString() {
            return "Actor[redacted]";
        }
    }

    public record Asked(String user, String reason) {}

    /** One of the facts; "" where it does not apply. */
    public String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    private static Map<String, String> named(Facts facts) {
        Map<String, String> named = new LinkedHashMap<>();
        for (Fact fact : Fact.values()) {
            if (!fact.of(facts).isEmpty()) {
                named.put(TermsReader.name(fact), fact.of(facts));
            }
        }
        return Collections.unmodifiableMap(named);
    }

    static Item of(City self, Entry entry, Optional<Actor> actor, Optional<Asked> asked) {
        Facts facts = entry.facts();
        boolean received = facts.event().equals(LogEvent.RECEIVED.name());
        boolean sent =
                facts.event().equals(LogEvent.ACCEPTED.name()) || facts.event().equals(LogEvent.REFUSED.name());
        return new Item(
                entry.leafIndex(),
                entry.at(),
                Optional.ofNullable(entry.exchange()).map(ExchangeId::new),
                received ? facts.city() : sent ? self.name() : "",
                received ? self.name() : sent ? facts.city() : "",
                named(facts),
                Optional.ofNullable(entry.amount()),
                Optional.ofNullable(entry.closedAt()),
                actor,
                asked);
    }
}
