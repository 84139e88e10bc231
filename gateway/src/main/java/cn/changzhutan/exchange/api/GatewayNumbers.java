package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.City;
import java.util.List;

/** The counts of one gateway, all of one moment. Thread-safe; asked once a scrape. */
@FunctionalInterface
public interface GatewayNumbers {
    Numbers read();

    /**
     * @param sent a row for each city that records were sent to, kind and type
     * @param received a row for each city that records came from, kind and type
     * @param logSize leaves in the city's exchange log
     * @param waiting submissions that are in the gateway and not yet answered
     * @param quarantined messages that could not be verified, ever
     * @param heldKeys ordering keys that a record which cannot be delivered holds back now
     * @param alarms alarms that stand now
     * @param witnesses those to which this city's checkpoints go
     */
    record Numbers(
            List<Tally> sent,
            List<Tally> received,
            long logSize,
            long waiting,
            long quarantined,
            long heldKeys,
            long alarms,
            List<Witness> witnesses) {
        public Numbers {
            witnesses = List.copyOf(witnesses);
            sent = List.copyOf(sent);
            received = List.copyOf(received);
        }
    }

    /**
     * How one witness stands.
     *
     * @param up whether its last answer was a good one
     * @param lagSeconds for how long a checkpoint has waited for its cosignature; 0 if none waits
     */
    record Witness(String name, boolean up, long lagSeconds) {}

    /** One row. {@code accepted = delivered + returned + pending} in every row; what was refused was never accepted. */
    record Tally(
            City peer,
            String kind,
            String type,
            long accepted,
            long delivered,
            long returned,
            long refused,
            long pending) {}
}
