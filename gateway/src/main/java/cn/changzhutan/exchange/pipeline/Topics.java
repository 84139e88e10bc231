package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Names of the broker's topics and how many partitions each has, for good: a key's partition must never change. */
public final class Topics {
    /** Partitions of the record and receipt topics of a pair of cities. */
    public static final int PARTITIONS = 4;

    static final String RECEIPTS = "exchange.receipts.";
    private static final String RECORDS = "exchange.records.";

    private Topics() {}

    /** Sealed records, keyed by an HMAC of the ordering key. */
    public static String records(City from, City to) {
        return RECORDS + from + "." + to;
    }

    /** Receipts, from the city that received to the city that had sent. */
    public static String receipts(City from, City to) {
        return RECEIPTS + from + "." + to;
    }

    /** Checkpoints of one city's log, in order, one partition. */
    public static String checkpoints(City city) {
        return "exchange.checkpoints." + city;
    }

    /** Requests for a consistency proof, read by the city that is asked, one partition. */
    public static String asks(City asked) {
        return "exchange.asks." + asked;
    }

    /** Whether envelopes travel on the topic: of records, and of the reasons of returns. */
    public static boolean carriesPayload(String topic) {
        return topic.startsWith(RECORDS) || topic.startsWith(RECEIPTS);
    }

    public static List<String> recordsTo(City self, List<City> others) {
        return others.stream().map(other -> records(other, self)).toList();
    }

    public static List<String> receiptsTo(City self, List<City> others) {
        return others.stream().map(other -> receipts(other, self)).toList();
    }

    /** Who sends on each topic. */
    static Map<String, Peer> peersBy(Map<City, Peer> peers, Function<City, String> topic) {
        Map<String, Peer> byTopic = new HashMap<>();
        peers.forEach((city, peer) -> byTopic.put(topic.apply(city), peer));
        return byTopic;
    }
}
