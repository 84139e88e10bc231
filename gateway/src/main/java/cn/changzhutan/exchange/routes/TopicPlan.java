package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.pipeline.Topics;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The topics of which one city is a part, and how many partitions each has. */
final class TopicPlan {
    /**
     * Payloads leave the broker long before the shortest retention of the archive ends, so that no copy outlives an erasure for good. Nothing
     * is lost by it: what has no receipt is published again.
     */
    private static final long PAYLOAD_MILLIS = Duration.ofDays(366).toMillis();

    private TopicPlan() {}

    /** How long a topic keeps its messages; -1 for ever, where none carries a payload. */
    static long retentionMillis(String topic) {
        return Topics.carriesPayload(topic) ? PAYLOAD_MILLIS : -1;
    }

    /** Topic to partitions: those that the city reads and those that it writes. */
    static SortedMap<String, Integer> of(City self, List<City> others) {
        SortedMap<String, Integer> plan = new TreeMap<>();
        plan.put(Topics.checkpoints(self), 1);
        plan.put(Topics.asks(self), 1);
        for (City other : others) {
            plan.put(Topics.records(self, other), Topics.PARTITIONS);
            plan.put(Topics.records(other, self), Topics.PARTITIONS);
            plan.put(Topics.receipts(self, other), Topics.PARTITIONS);
            plan.put(Topics.receipts(other, self), Topics.PARTITIONS);
            plan.put(Topics.checkpoints(other), 1);
            plan.put(Topics.asks(other), 1);
        }
        return plan;
    }
}
