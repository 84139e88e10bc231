package cn.changzhutan.exchange.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/** A calendar day of the cities, Asia/Shanghai: from its midnight to the next. */
public record BusinessDay(LocalDate date) {
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** @param text such as 2026-11-22. @throws java.time.DateTimeException if it is no date */
    public static BusinessDay parse(String text) {
        return new BusinessDay(LocalDate.parse(text));
    }

    public static BusinessDay today(Clock clock) {
        return new BusinessDay(LocalDate.ofInstant(clock.instant(), ZONE));
    }

    /** The first instant of the day. */
    public Instant begin() {
        return at(LocalTime.MIDNIGHT);
    }

    /** The first instant that is of the day no more. */
    public Instant end() {
        return new BusinessDay(date.plusDays(1)).begin();
    }

    Instant at(LocalTime time) {
        return date.atTime(time).atZone(ZONE).toInstant();
    }

    @Override
    public String toString() {
        return date.toString();
    }
}
