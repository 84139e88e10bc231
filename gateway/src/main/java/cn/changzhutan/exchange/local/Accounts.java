package cn.changzhutan.exchange.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The counts of one gateway, as its Prometheus metrics show them.
 *
 * @param sent by city to which they were sent
 * @param received by city from which they came
 */
record Accounts(Map<Key, Row> sent, Map<Key, Row> received) {
    private static final Pattern LINE = Pattern.compile(
            "exchange_(received_)?records\\{(?=[^}]*kind=\"([^\"]+)\")(?=[^}]*outcome=\"([^\"]+)\")(?=[^}]*(?:to|from)=\"([^\"]+)\")"
                    + "[^}]*} ([0-9.E+]+)");

    /** @param peer the other city */
    record Key(String peer, String kind) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byPeer = peer.compareTo(other.peer);
            return byPeer != 0 ? byPeer : kind.compareTo(other.kind);
        }
    }

    /** {@code accepted = delivered + returned + pending}; refused stands beside it. */
    record Row(long accepted, long delivered, long returned, long refused, long pending) {
        static final Row ZERO = new Row(0, 0, 0, 0, 0);

        boolean addsUp() {
            return accepted == delivered + returned + pending;
        }
    }

    static Accounts parse(String metrics) {
        Map<Key, Map<String, Long>> sent = new TreeMap<>();
        Map<Key, Map<String, Long>> received = new TreeMap<>();
        metrics.lines().forEach(line -> {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                (matcher.group(1) == null ? sent : received)
                        .computeIfAbsent(new Key(matcher.group(4), matcher.group(2)), key -> new TreeMap<>())
                        .put(matcher.group(3), (long) Double.parseDouble(matcher.group(5)));
            }
        });
        return new Accounts(rows(sent), rows(received));
    }

    private static Map<Key, Row> rows(Map<Key, Map<String, Long>> counts) {
        Map<Key, Row> rows = new TreeMap<>();
        counts.forEach((key, by) -> rows.put(
                key,
                new Row(
                        by.getOrDefault("accepted", 0L),
                        by.getOrDefault("delivered", 0L),
                        by.getOrDefault("returned", 0L),
                        by.getOrDefault("refused", 0L),
                        by.getOrDefault("pending", 0L))));
        return rows;
    }

    /**
     * What does not add up between gateways and back offices once nothing is on its way, in words; empty if all does.
     *
     * @param byCity accounts of every city, by its name
     * @param effects what each city's back offices hold, by the city's name
     */
    static List<String> disagreements(Map<String, Accounts> byCity, Map<String, Long> effects) {
        List<String> found = new ArrayList<>();
        Map<String, Long> deliveredTo = new TreeMap<>();
        byCity.forEach((from, accounts) -> accounts.sent().forEach((key, row) -> {
            String lane = from + " to " + key.peer() + ", " + key.kind();
            if (!row.addsUp()) {
                found.add(lane + ": accepted is not delivered + returned + pending");
            }
            if (row.pending() > 0) {
                found.add(lane + ": " + row.pending() + " still pending");
            }
            Accounts peer = byCity.get(key.peer());
            Row there = peer == null ? Row.ZERO : peer.received().getOrDefault(new Key(from, key.kind()), Row.ZERO);
            if (row.accepted() != there.accepted() || row.delivered() != there.delivered()) {
                found.add(lane + ": the two cities' logs disagree (accepted " + row.accepted() + " and "
                        + there.accepted() + ", delivered " + row.delivered() + " and " + there.delivered() + ")");
            }
            deliveredTo.merge(key.peer(), row.delivered(), Long::sum);
        }));
        effects.forEach((city, count) -> {
            long delivered = deliveredTo.getOrDefault(city, 0L);
            if (delivered != count) {
                found.add(city + ": " + delivered + " delivered by the log, " + count + " in the back offices");
            }
        });
        return found;
    }
}
