package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.log.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a node is told of its city and its machine.
 *
 * @param origin of this city's log
 * @param policy whom to believe, as it is now: it changes while the gateway runs
 * @param guard file outside the database that holds the last signed head
 */
public record NodeFacts(City self, String origin, Supplier<Policy> policy, Path guard, Tuning tuning) {
    /**
     * @param waiting items that may wait for the log
     * @param group items of one commit, and so under one signature
     * @param republishAfter how long a receipt may take before a record is published again
     * @param bytesPerDestination sealed and not receipted, for one other city
     * @param skew how far another city's clock may run ahead
     */
    public record Tuning(
            int waiting,
            int group,
            long bytesPerDestination,
            Duration republishAfter,
            Duration backoffMin,
            Duration backoffMax,
            Duration skew) {}
}
