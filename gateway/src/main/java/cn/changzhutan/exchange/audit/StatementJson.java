package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.RecordType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Statements between cities as JSON. What comes from another city is read strictly, and bounded by who reads it from the network. */
public final class StatementJson {
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,30}(\\.\\d{1,20})?");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Set<String> STATES = Set.of("OPEN", "DELIVERED", "RETURNED");

    private StatementJson() {}

    public static ObjectNode write(Statement statement) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("city", statement.city().name())
                .put("peer", statement.peer().name())
                .put("day", statement.day().toString());
        var lines = json.putArray("lines");
        for (Statement.Line line : statement.lines()) {
            key(lines.addObject(), line.key()).set("totals", totals(line.totals()));
        }
        return json;
    }

    static ObjectNode key(ObjectNode json, Statement.Key key) {
        return json.put("flow", key.flow().name())
                .put("kind", key.type().kind())
                .put("type", key.type().type());
    }

    static ObjectNode totals(Statement.Totals totals) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("accepted", totals.accepted())
                .put("delivered", totals.delivered())
                .put("returned", totals.returned())
                .put("pending", totals.pending())
                .put("amount", totals.amount().toPlainString())
                .put("amounts", totals.amounts())
                .put("erased", totals.erased())
                .put("digest", totals.digest());
    }

    public static ObjectNode write(List<StatementItem> items) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var list = json.putArray("items");
        for (StatementItem item : items) {
            ObjectNode one = list.addObject()
                    .put("exchange", item.exchange().toString())
                    .put("state", item.state())
                    .put("erased", item.erased());
            item.amount().ifPresent(amount -> one.put("amount", amount.toPlainString()));
        }
        return json;
    }

    /** @throws IllegalArgumentException or DateTimeException if it is no statement */
    static Statement read(JsonNode json) {
        List<Statement.Line> lines = new ArrayList<>();
        Set<Statement.Key> seen = new HashSet<>();
        for (JsonNode each : array(json, "lines")) {
            Statement.Key key = new Statement.Key(
                    Flow.valueOf(text(each, "flow")), new RecordType(text(each, "kind"), text(each, "type")));
            require(seen.add(key));
            lines.add(new Statement.Line(key, readTotals(each.path("totals"))));
        }
        return new Statement(
                new City(text(json, "city")),
                new City(text(json, "peer")),
                BusinessDay.parse(text(json, "day")),
                lines);
    }

    private static Statement.Totals readTotals(JsonNode json) {
        String digest = text(json, "digest");
        require(DIGEST.matcher(digest).matches());
        Statement.Totals totals = new Statement.Totals(
                count(json, "delivered"),
                count(json, "returned"),
                count(json, "pending"),
                decimal(text(json, "amount")),
                count(json, "amounts"),
                count(json, "erased"),
                digest);
        require(totals.accepted() == count(json, "accepted"));
        return totals;
    }

    /** @throws IllegalArgumentException or DateTimeException if it is no list of exchanges, each after the one before */
    static List<StatementItem> readItems(JsonNode json, Optional<ExchangeId> after) {
        List<StatementItem> items = new ArrayList<>();
        String last = after.map(ExchangeId::toString).orElse("");
        for (JsonNode each : array(json, "items")) {
            ExchangeId exchange = ExchangeId.parse(text(each, "exchange"));
            String state = text(each, "state");
            require(exchange.toString().compareTo(last) > 0 && STATES.contains(state));
            last = exchange.toString();
            require(each.path("erased").isBoolean());
            items.add(new StatementItem(
                    exchange,
                    state,
                    each.has("amount") ? Optional.of(decimal(text(each, "amount"))) : Optional.empty(),
                    each.path("erased").booleanValue()));
        }
        return items;
    }

    private static JsonNode array(JsonNode json, String name) {
        require(json.path(name).isArray());
        return json.path(name);
    }

    private static String text(JsonNode json, String name) {
        require(json.path(name).isTextual());
        return json.path(name).textValue();
    }

    private static long count(JsonNode json, String name) {
        JsonNode value = json.path(name);
        require(value.isIntegralNumber() && value.canConvertToLong());
        require(value.longValue() >= 0 && value.longValue() < 1L << 53);
        return value.longValue();
    }

    private static BigDecimal decimal(String text) {
        require(DECIMAL.matcher(text).matches());
        return new BigDecimal(text);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("statement of another form");
        }
    }
}
