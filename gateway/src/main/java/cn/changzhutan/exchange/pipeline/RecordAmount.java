package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.RouteDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The amount by which both cities reconcile a record: what route.yaml points to, in yuan, exact; of several the sum. Both take it from
 * the same record, cut to the agreed fields.
 */
final class RecordAmount {
    private RecordAmount() {}

    /** Empty where the route names none or the record has none. */
    static Optional<BigDecimal> of(RouteDefinition route, JsonNode record) {
        return route.amount().isEmpty()
                ? Optional.empty()
                : sum(record, route.amount().substring(1).split("/", -1), 0);
    }

    private static Optional<BigDecimal> sum(JsonNode node, String[] segments, int at) {
        if (at == segments.length) {
            return decimal(node);
        }
        if (!segments[at].equals("*")) {
            return sum(node.path(segments[at]), segments, at + 1);
        }
        Optional<BigDecimal> total = Optional.empty();
        for (JsonNode element : node) {
            Optional<BigDecimal> one = sum(element, segments, at + 1);
            if (one.isPresent()) {
                total = Optional.of(total.orElse(BigDecimal.ZERO).add(one.get()));
            }
        }
        return total;
    }

    /** Amounts are decimal texts; the schema has checked them, the bound keeps an unchecked one from costing anything. */
    private static Optional<BigDecimal> decimal(JsonNode node) {
        return node.isTextual() && node.textValue().matches("-?\\d{1,15}(\\.\\d{1,10})?")
                ? Optional.of(new BigDecimal(node.textValue()))
                : Optional.empty();
    }
}
