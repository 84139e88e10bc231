package cn.changzhutan.exchange.schema;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The values of {@code format} that schemas may use. Each check gives nothing, or the code of what is wrong. Pure functions. */
final class Formats {
    /** One format. */
    interface Check {
        Optional<String> problem(String value, LocalDate today);
    }

    /** Diagnosis codes of the Chinese extensions of ICD-10. */
    private static final Pattern ICD10 = Pattern.compile("[A-Z]\\d{2}(\\.(\\d|[\\dx]\\d{2})(x\\d{3})?)?[+*]?");

    private static final Pattern MONEY = Pattern.compile("(0|[1-9][0-9]{0,12})\\.[0-9]{2}");
    private static final Pattern RATE = Pattern.compile("0|1|0\\.[0-9]{0,7}[1-9]");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern MONTH = Pattern.compile("[0-9]{4}-[0-9]{2}");
    private static final Pattern INSTANT = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");
    private static final Pattern MASKED_ID = Pattern.compile("[1-9][0-9]{5}\\*{8}[0-9]{3}[0-9X]");
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private static final Map<String, Check> ALL = Map.ofEntries(
            Map.entry("citizen-id", CheckDigits::citizenId),
            Map.entry("masked-citizen-id", matching(MASKED_ID, "PATTERN")),
            Map.entry("uscc", (value, today) -> CheckDigits.uscc(value)),
            Map.entry("icd10", matching(ICD10, "PATTERN")),
            Map.entry("date", (value, today) -> date(value, LocalDate.MAX)),
            Map.entry("past-date", Formats::date),
            Map.entry("month", (value, today) -> month(value, LocalDate.MAX)),
            Map.entry("past-month", Formats::month),
            Map.entry("past-month-or-date", Formats::monthOrDate),
            Map.entry("instant", (value, today) -> instant(value, LocalDate.MAX)),
            Map.entry("past-instant", Formats::instant),
            Map.entry("money", matching(MONEY, "NOT_MONEY")),
            Map.entry("rate", matching(RATE, "NOT_A_RATE")),
            Map.entry("line", (value, today) -> clean(value, false)),
            Map.entry("text", (value, today) -> clean(value, true)),
            Map.entry("base64", (value, today) -> base64(value)));

    private Formats() {}

    static Optional<Check> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    static Set<String> names() {
        return ALL.keySet();
    }

    private static Check matching(Pattern pattern, String code) {
        return (value, today) -> pattern.matcher(value).matches() ? Optional.empty() : Optional.of(code);
    }

    private static Optional<String> date(String value, LocalDate latest) {
        try {
            boolean spelled = DATE.matcher(value).matches();
            return spelled ? notAfter(LocalDate.parse(value), latest) : Optional.of("NOT_A_DATE");
        } catch (DateTimeException e) {
            return Optional.of("NOT_A_DATE");
        }
    }

    private static Optional<String> month(String value, LocalDate latest) {
        try {
            boolean spelled = MONTH.matcher(value).matches();
            return spelled ? notAfter(YearMonth.parse(value).atDay(1), latest) : Optional.of("NOT_A_MONTH");
        } catch (DateTimeException e) {
            return Optional.of("NOT_A_MONTH");
        }
    }

    private static Optional<String> monthOrDate(String value, LocalDate latest) {
        return value.length() > 7 ? date(value, latest) : month(value, latest);
    }

    private static Optional<String> instant(String value, LocalDate latest) {
        try {
            if (!INSTANT.matcher(value).matches()) {
                return Optional.of("NOT_AN_INSTANT");
            }
            return notAfter(
                    OffsetDateTime.parse(value).atZoneSameInstant(SHANGHAI).toLocalDate(), latest);
        } catch (DateTimeException e) {
            return Optional.of("NOT_AN_INSTANT");
        }
    }

    private static Optional<String> notAfter(LocalDate date, LocalDate latest) {
        if (date.getYear() < 1800) {
            return Optional.of("DATE_TOO_EARLY");
        }
        return date.isAfter(latest) ? Optional.of("DATE_IN_FUTURE") : Optional.empty();
    }

    /** No control, format or line-separator character, no replacement character, no space at either end. */
    private static Optional<String> clean(String value, boolean lines) {
        int length = value.length();
        if (length > 0 && (isSpace(value.codePointAt(0)) || isSpace(value.codePointBefore(length)))) {
            return Optional.of("UNCLEAN_TEXT");
        }
        for (int i = 0; i < length; ) {
            int codePoint = value.codePointAt(i);
            if (!isClean(codePoint) && !(lines && codePoint == '\n')) {
                return Optional.of("UNCLEAN_TEXT");
            }
            i += Character.charCount(codePoint);
        }
        return Optional.empty();
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    private static boolean isClean(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> codePoint != 0xFFFD;
        };
    }

    private static Optional<String> base64(String value) {
        try {
            byte[] bytes = Base64.getDecoder().decode(value);
            boolean canonical = Base64.getEncoder().encodeToString(bytes).equals(value);
            return canonical ? Optional.empty() : Optional.of("NOT_BASE64");
        } catch (IllegalArgumentException e) {
            return Optional.of("NOT_BASE64");
        }
    }
}
