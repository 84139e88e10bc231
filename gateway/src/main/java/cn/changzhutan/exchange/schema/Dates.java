package cn.changzhutan.exchange.schema;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates, months and instants in the spellings that city systems use. The calendar is checked, and years stand between 1800 and 2999.
 * Zone Asia/Shanghai (+08:00 since 1992) for instants that name none. Pure functions.
 */
final class Dates {
    private static final Pattern DATE =
            Pattern.compile("([0-9]{4})(?:([0-9]{2})([0-9]{2})|[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?)");
    private static final Pattern MONTH = Pattern.compile("([0-9]{4})(?:([0-9]{2})|[-/.年]([0-9]{1,2})月?)");
    private static final Pattern SERIAL = Pattern.compile("[1-9][0-9]{0,5}(?:\\.0+)?");
    private static final Pattern INSTANT = Pattern.compile(
            "([0-9]{4}[-/.]?[0-9]{1,2}[-/.]?[0-9]{1,2})[T ]?([0-9]{2}):?([0-9]{2}):?([0-9]{2})(?:\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:?[0-9]{2})?");
    private static final DateTimeFormatter COMPACT_INSTANT = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");
    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);
    private static final LocalDate SERIAL_ZERO = LocalDate.of(1899, 12, 30);

    private Dates() {}

    /** yyyy-MM-dd from yyyyMMdd, yyyy-M-d, yyyy/M/d, yyyy.M.d, yyyy年M月d日 or an Excel serial of five digits. */
    static String date(String text) {
        String plain = Texts.halfWidth(text);
        if (plain.length() == 5 && SERIAL.matcher(plain).matches()) {
            return fromSerial(plain);
        }
        Matcher parts = DATE.matcher(plain);
        if (!parts.matches()) {
            throw new IllegalArgumentException("expected: a date");
        }
        String month = parts.group(2) == null ? parts.group(4) : parts.group(2);
        String day = parts.group(3) == null ? parts.group(5) : parts.group(3);
        return real(parts.group(1), month, day).toString();
    }

    /** From the days that Excel counts (1900 system): 45292 is 2024-01-01. Serials up to 60 stand before its false leap day: refused. */
    static String fromSerial(String text) {
        String plain = Texts.halfWidth(text);
        if (!SERIAL.matcher(plain).matches()) {
            throw new IllegalArgumentException("expected: an Excel serial date");
        }
        int point = plain.indexOf('.');
        int days = Integer.parseInt(point < 0 ? plain : plain.substring(0, point));
        if (days <= 60) {
            throw new IllegalArgumentException("expected: an Excel serial above 60");
        }
        return inRange(SERIAL_ZERO.plusDays(days)).toString();
    }

    static String toSerial(String isoDate) {
        return Long.toString(ChronoUnit.DAYS.between(SERIAL_ZERO, parse(isoDate)));
    }

    /** yyyy-MM from yyyyMM, yyyy-M, yyyy/M, yyyy.M or yyyy年M月. */
    static String month(String text) {
        Matcher parts = MONTH.matcher(Texts.halfWidth(text));
        if (!parts.matches()) {
            throw new IllegalArgumentException("expected: a month");
        }
        String month = parts.group(2) == null ? parts.group(3) : parts.group(2);
        return real(parts.group(1), month, "1").toString().substring(0, 7);
    }

    /** yyyy-MM-dd'T'HH:mm:ss with offset, from that, from yyyyMMddHHmmss and from yyyy-MM-dd HH:mm:ss; fractions of a second go. */
    static String instant(String text) {
        Matcher parts = INSTANT.matcher(Texts.halfWidth(text));
        if (!parts.matches()
                || Integer.parseInt(parts.group(2)) > 23
                || Integer.parseInt(parts.group(3)) > 59
                || Integer.parseInt(parts.group(4)) > 59) {
            throw new IllegalArgumentException("expected: a date and time");
        }
        String offset = parts.group(5) == null ? "+08:00" : parts.group(5);
        String spelled = offset.length() == 5 ? offset.substring(0, 3) + ":" + offset.substring(3) : offset;
        return date(parts.group(1)) + "T" + parts.group(2) + ":" + parts.group(3) + ":" + parts.group(4) + spelled;
    }

    /** yyyyMMdd or yyyyMM, without the hyphens. */
    static String compact(String isoDate) {
        return (isoDate.length() == 7
                        ? parse(isoDate + "-01").toString().substring(0, 7)
                        : parse(isoDate).toString())
                .replace("-", "");
    }

    /** yyyyMMddHHmmss at +08:00, whatever the offset was. */
    static String compactInstant(String isoInstant) {
        try {
            return OffsetDateTime.parse(isoInstant)
                    .withOffsetSameInstant(SHANGHAI)
                    .format(COMPACT_INSTANT);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected: an instant with offset", e);
        }
    }

    /** yyyy/M/d. */
    static String slashed(String isoDate) {
        LocalDate date = parse(isoDate);
        return date.getYear() + "/" + date.getMonthValue() + "/" + date.getDayOfMonth();
    }

    static String plusYears(String isoDate, String years) {
        return parse(isoDate).plusYears(Integer.parseInt(years)).toString();
    }

    /** Months from the first to the last, both counted; zero or less if the last is before the first. */
    static long monthsBetween(String first, String last) {
        try {
            return ChronoUnit.MONTHS.between(YearMonth.parse(first), YearMonth.parse(last)) + 1;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected: months yyyy-MM", e);
        }
    }

    static LocalDate parse(String isoDate) {
        try {
            return inRange(LocalDate.parse(isoDate));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected: a date yyyy-MM-dd", e);
        }
    }

    private static LocalDate real(String year, String month, String day) {
        try {
            return inRange(LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected: a date of the calendar", e);
        }
    }

    private static LocalDate inRange(LocalDate date) {
        if (date.getYear() < 1800 || date.getYear() > 2999) {
            throw new IllegalArgumentException("expected: a year from 1800 to 2999");
        }
        return date;
    }
}
