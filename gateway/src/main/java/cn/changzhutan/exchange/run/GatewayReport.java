package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.api.GatewayNumbers;
import cn.changzhutan.exchange.pipeline.ExchangeNode;
import cn.changzhutan.exchange.pipeline.NodeNumbers;
import cn.changzhutan.exchange.pipeline.Repeatable;
import cn.changzhutan.exchange.pipeline.Witnessing;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.TallyStore.Direction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns what the pipeline counts into what the HTTP side shows. */
final class GatewayReport {
    private GatewayReport() {}

    static GatewayNumbers.Numbers numbers(ExchangeNode node, TrustWatch trust) {
        NodeNumbers numbers = Repeatable.call(node::numbers);
        List<Witnessing.Standing> witnesses = node.witnessing().standings();
        return new GatewayNumbers.Numbers(
                tallies(numbers, Direction.OUT),
                tallies(numbers, Direction.IN),
                numbers.logSize(),
                numbers.waiting(),
                numbers.quarantined(),
                numbers.stuck(),
                numbers.stuck()
                        + numbers.held()
                        + numbers.stopped().size()
                        + trust.expiring().size()
                        + witnesses.stream()
                                .filter(Witnessing.Standing::isAlarm)
                                .count()
                        + (trust.trouble().isEmpty() ? 0 : 1),
                witnesses.stream()
                        .map(witness -> new GatewayNumbers.Witness(
                                witness.witness(), witness.up(), witness.lag().toSeconds()))
                        .toList());
    }

    /** When each pinned key is to be replaced. */
    static Map<String, LocalDate> keyDates(TrustWatch trust) {
        Map<String, LocalDate> dates = new TreeMap<>();
        trust.get().expiries().forEach(expiry -> dates.put(expiry.key(), expiry.on()));
        return dates;
    }

    private static List<GatewayNumbers.Tally> tallies(NodeNumbers numbers, Direction direction) {
        return numbers.tallies().stream()
                .filter(row -> row.direction() == direction)
                .map(row -> new GatewayNumbers.Tally(
                        new City(row.peer()),
                        row.kind(),
                        row.type(),
                        row.accepted(),
                        row.delivered(),
                        row.returned(),
                        row.refused(),
                        row.pending()))
                .toList();
    }

    /** Whether the database answers within a second. */
    static Optional<String> trouble(Database database) {
        try (Connection connection = database.dataSource().getConnection()) {
            return connection.isValid(1) ? Optional.empty() : Optional.of("UNREACHABLE");
        } catch (SQLException e) {
            return Optional.of("UNREACHABLE");
        }
    }
}
