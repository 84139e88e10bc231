package cn.changzhutan.exchange.api;

import java.util.Optional;

/**
 * The parts that a gateway stands on, and whether each does its work. Asked without authentication, so each probe answers from what
 * is known, or within a second.
 *
 * @param database the city's database
 * @param log the exchange log: can it commit and sign
 * @param broker the broker between the cities; without it records are still accepted and wait
 */
public record Parts(Probe database, Probe log, Probe broker) {
    /** Thread-safe. */
    @FunctionalInterface
    public interface Probe {
        /** Empty if the part works, else a short stable word ({@code UNREACHABLE}, {@code HEAD_BEHIND_GUARD}); no addresses. */
        Optional<String> trouble();
    }
}
