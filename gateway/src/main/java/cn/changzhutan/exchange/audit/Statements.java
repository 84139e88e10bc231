package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.ReconciliationStore;
import cn.changzhutan.exchange.store.ReconciliationStore.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This city's own statements, counted from the exchanges themselves. Thread-safe. */
final class Statements {
    private final City self;
    private final Database database;

    Statements(City self, Database database) {
        this.self = self;
        this.database = database;
    }

    Statement of(City peer, BusinessDay day) throws SQLException {
        return database.transaction(c -> {
            List<Statement.Line> lines = new ArrayList<>();
            for (Flow flow : Flow.values()) {
                lines.addAll(lines(c, flow, peer, day));
            }
            return new Statement(self, peer, day, lines);
        });
    }

    private static List<Statement.Line> lines(Connection c, Flow flow, City peer, BusinessDay day) throws SQLException {
        Map<RecordType, ExchangeTotals> totals = new LinkedHashMap<>();
        ReconciliationStore.each(
                c,
                scope(flow, peer, day),
                item -> totals.computeIfAbsent(new RecordType(item.kind(), item.type()), type -> new ExchangeTotals())
                        .add(item));
        return totals.entrySet().stream()
                .map(entry -> new Statement.Line(
                        new Statement.Key(flow, entry.getKey()),
                        entry.getValue().totals()))
                .toList();
    }

    /** One line's exchanges by id, after {@code after}. */
    List<StatementItem> items(City peer, BusinessDay day, Statement.Key key, Optional<ExchangeId> after, int limit)
            throws SQLException {
        return database.transaction(c -> ReconciliationStore.items(
                        c,
                        scope(key.flow(), peer, day),
                        key.type().kind(),
                        key.type().type(),
                        after.map(ExchangeId::value),
                        limit)
                .stream()
                .map(StatementItem::of)
                .toList());
    }

    private static Scope scope(Flow flow, City peer, BusinessDay day) {
        return new Scope(flow.direction(), peer.name(), day.begin(), day.end());
    }
}
