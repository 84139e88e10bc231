package cn.changzhutan.exchange.log;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the witnesses of a policy say of a checkpoint.
 *
 * @param witnesses when each cosigned, by its name in the policy
 * @param quorumAt when the policy's quorum was complete; empty if it is not. This is the time of signing where time matters
 */
public record Cosigned(SortedMap<String, Instant> witnesses, Optional<Instant> quorumAt) {
    public Cosigned {
        witnesses = Collections.unmodifiableSortedMap(new TreeMap<>(witnesses));
    }
}
