package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.audit.BlindIndex.Label;
import cn.changzhutan.exchange.store.Fact;
import cn.changzhutan.exchange.store.IndexCount;
import cn.changzhutan.exchange.store.IndexCount.Group;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * By what counts are grouped: any fact, day or month in China, or who stands behind the blind tags.
 *
 * @param name as questions and answers have it
 */
public record GroupBy(String name, Group group) {
    private static final Map<String, Group> KNOWN = new TreeMap<>(Map.of(
            "day", new IndexCount.ByTime(false),
            "month", new IndexCount.ByTime(true),
            "person", new IndexCount.ByTag(Label.PERSON.number()),
            "officer", new IndexCount.ByTag(Label.OFFICER.number()),
            "case", new IndexCount.ByTag(Label.CASE.number()),
            "onBehalfOf", new IndexCount.ByTag(Label.ON_BEHALF_OF.number())));

    static {
        Arrays.stream(Fact.values()).forEach(fact -> KNOWN.put(TermsReader.name(fact), new IndexCount.ByFact(fact)));
    }

    /** @throws QueryException if there is no such group; @param at JSON Pointer of the name */
    public static GroupBy of(String name, String at) {
        Group group = KNOWN.get(name);
        if (group == null) {
            String names = String.join(", ", KNOWN.keySet());
            throw new QueryException(at, "one of " + names, names + " 之一");
        }
        return new GroupBy(name, group);
    }

    Optional<Label> label() {
        return group instanceof IndexCount.ByTag by
                ? Stream.of(Label.values())
                        .filter(label -> label.number() == by.label())
                        .findFirst()
                : Optional.empty();
    }
}
