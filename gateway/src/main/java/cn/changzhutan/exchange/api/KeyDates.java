package cn.changzhutan.exchange.api;

import java.time.LocalDate;
import java.util.Map;

/** When keys are to be replaced. Thread-safe; asked once a scrape. */
@FunctionalInterface
public interface KeyDates {
    /** The first day, UTC, on which a key should not be in use any more, by the key's name in the policy. */
    Map<String, LocalDate> read();
}
