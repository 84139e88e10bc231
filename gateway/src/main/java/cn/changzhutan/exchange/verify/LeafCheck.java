package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every entry is a leaf of version 1, of this city; those of exchanges are kept for comparing cities. Used for one log. */
final class LeafCheck {
    private final City city;
    private final Report report;
    private final List<VerifiedLog.Entry> entries = new ArrayList<>();
    private Optional<Instant> newest = Optional.empty();

    LeafCheck(City city, Report report) {
        this.city = city;
        this.report = report;
    }

    void check(long index, byte[] bytes) {
        try {
            Leaf leaf = Leaf.parse(bytes);
            if (!ownCity(leaf).equals(Optional.of(city))) {
                report.fails("LEAF_OF_ANOTHER_CITY", city + ": entry " + index + " is a leaf of another city's log");
            }
            if (newest.isEmpty() || leaf.time().isAfter(newest.get())) {
                newest = Optional.of(leaf.time());
            }
            if (isOfExchange(leaf.event())) {
                entries.add(new VerifiedLog.Entry(index, leaf));
            }
        } catch (VerificationException e) {
            report.fails(e.code(), city + ": entry " + index + " is no leaf: " + e.getMessage());
        }
    }

    static boolean isOfExchange(LogEvent event) {
        return switch (event) {
            case ACCEPTED, RECEIVED, DELIVERED, RETURNED, RECEIPT -> true;
            default -> false;
        };
    }

    private static Optional<City> ownCity(Leaf leaf) {
        return switch (leaf.event()) {
            case RECEIVED, DELIVERED, RETURNED -> leaf.to();
            default -> Optional.of(leaf.from());
        };
    }

    List<VerifiedLog.Entry> entries() {
        return entries;
    }

    Optional<Instant> newest() {
        return newest;
    }
}
