package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.CanonicalJson;
import cn.changzhutan.exchange.audit.Reconciliation.Outcome;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Two cities' statements of one day, line beside line. A pure function of them.
 *
 * @param there empty if the other city could not be asked, {@code trouble} says why then
 */
record Comparison(Statement here, Optional<Statement> there, String trouble) {
    /** The keys, as this city sees them, of every line that either has, in a fixed order. */
    List<Statement.Key> keys() {
        Set<Statement.Key> keys = new LinkedHashSet<>();
        here.lines().forEach(line -> keys.add(line.key()));
        there.ifPresent(
                other -> other.lines().forEach(line -> keys.add(line.key().seenFromThere())));
        return keys.stream()
                .sorted(Comparator.comparing(Statement.Key::flow)
                        .thenComparing(key -> key.type().toString()))
                .toList();
    }

    boolean balanced(Statement.Key key) {
        return there.isPresent() && here.totals(key).agreesWith(there.get().totals(key.seenFromThere()));
    }

    List<Statement.Key> unbalanced() {
        List<Statement.Key> keys = new ArrayList<>(keys());
        keys.removeIf(this::balanced);
        return keys;
    }

    Outcome outcome() {
        return there.isEmpty() ? Outcome.INCOMPLETE : unbalanced().isEmpty() ? Outcome.BALANCED : Outcome.UNBALANCED;
    }

    /**
     * The result as it is kept and digested.
     *
     * @param mismatches how many exchanges are listed as not agreeing @param complete false if there are more than are listed
     */
    String result(int mismatches, boolean complete) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("day", here.day().toString())
                .put("city", here.city().name())
                .put("peer", here.peer().name())
                .put("outcome", outcome().name());
        if (there.isEmpty()) {
            result.put("trouble", trouble);
        } else {
            result.put("mismatches", mismatches).put("complete", complete);
        }
        var lines = result.putArray("lines");
        for (Statement.Key key : keys()) {
            ObjectNode line = StatementJson.key(lines.addObject(), key);
            line.set("here", StatementJson.totals(here.totals(key)));
            if (there.isPresent()) {
                line.set("there", StatementJson.totals(there.get().totals(key.seenFromThere())));
                line.put("balanced", balanced(key));
            }
        }
        return new String(CanonicalJson.write(result), StandardCharsets.UTF_8);
    }
}
