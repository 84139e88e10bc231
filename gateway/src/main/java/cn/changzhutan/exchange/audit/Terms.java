package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.audit.BlindIndex.Label;
import cn.changzhutan.exchange.store.Fact;
import cn.changzhutan.exchange.store.IndexFilter;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an auditor asks for: all of these hold. Immutable.
 *
 * @param from earliest time, inclusive @param to latest time, exclusive
 */
public record Terms(
        Optional<PersonId> person,
        Optional<String> officer,
        Optional<String> caseNumber,
        Optional<String> onBehalfOf,
        Map<Fact, String> facts,
        Optional<ExchangeId> exchange,
        Optional<Instant> from,
        Optional<Instant> to) {
    /** Everything. */
    public static final Terms ALL = new Terms(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public Terms {
        facts = facts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(facts));
    }

    /** Of one person. */
    public static Terms of(PersonId person) {
        return new Terms(
                Optional.of(person),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** As it is digested and kept; names as {@link TermsReader} reads them. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        person.ifPresent(
                each -> json.putObject("person").put("idType", each.idType()).put("id", each.id()));
        officer.ifPresent(value -> json.put("officer", value));
        caseNumber.ifPresent(value -> json.put("case", value));
        onBehalfOf.ifPresent(value -> json.put("onBehalfOf", value));
        facts.forEach((fact, value) -> json.put(TermsReader.name(fact), value));
        exchange.ifPresent(id -> json.put("exchange", id.toString()));
        from.ifPresent(time -> json.put("from", time.toString()));
        to.ifPresent(time -> json.put("to", time.toString()));
        return json;
    }

    IndexFilter filter(BlindIndex blind) {
        List<byte[]> tags = new ArrayList<>();
        person.ifPresent(each -> tags.add(blind.person(each.idType(), each.id())));
        caseNumber.ifPresent(value -> tags.add(blind.of(Label.CASE, value)));
        officer.ifPresent(value -> tags.add(blind.of(Label.OFFICER, value)));
        onBehalfOf.ifPresent(value -> tags.add(blind.of(Label.ON_BEHALF_OF, value)));
        return new IndexFilter(facts, tags, exchange.map(ExchangeId::value), from, to);
    }

    @Override
    public String toString() {
        return "Terms[redacted]";
    }
}
