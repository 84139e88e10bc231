package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.agreement.Terms;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A form that a value in a file can have.
 *
 * @param expected in words, for the problem
 * @param parse throws IllegalArgumentException or DateTimeException if the text has another form
 * @param secretive true if a wrong value must not be shown, because a secret may stand in it
 * @param known the names that it can be, for a hint at the nearest; empty if it is no name
 */
record Form<T>(String expected, Function<String, T> parse, boolean secretive, Collection<String> known) {
    static final Form<City> CITY = of("a city: 2 to 32 characters of a-z, 0-9, -", City::new);
    static final Form<SystemName> SYSTEM = of("a system: 2 to 64 characters of a-z, 0-9, -", SystemName::new);
    static final Form<LocalDate> DATE = of("a date such as 2026-01-31", LocalDate::parse);
    static final Form<String> PURPOSE = matching("a purpose: 3 to 48 characters of A-Z, 0-9, _", Terms::isPurpose);
    static final Form<String> AGREEMENT = matching("an agreement: 1 to 80 characters of a-z, 0-9, -", Terms::isId);
    /** RFC 6901, but {@code *} stands for every element of an array. */
    static final Form<String> POINTER =
            pattern("a JSON Pointer such as /citizenId or /movers/*/citizenId", "(/([A-Za-z][A-Za-z0-9]*|\\*))+");
    /** GB/T 2260: the division's code down to the county. */
    static final Form<String> DIVISION = pattern("6 digits of GB/T 2260, such as 430100", "[1-9]\\d{5}");
    /** C2SP tlog-checkpoint: a schemeless URL without spaces and plus signs. */
    static final Form<String> ORIGIN = pattern(
            "schemeless host/path, such as changsha.exchange.example/log", "[a-z0-9][a-z0-9.-]*(/[a-z0-9._-]+)+");

    static <T> Form<T> of(String expected, Function<String, T> parse) {
        return new Form<>(expected, parse, false, List.of());
    }

    /** One of the known names. @param noun what they are, for the problem */
    static Form<String> known(String noun, Collection<String> known) {
        return known(noun, known, text -> text);
    }

    static <T> Form<T> known(String noun, Collection<String> known, Function<String, T> parse) {
        Function<String, T> strict = text -> {
            if (!known.contains(text)) {
                throw new IllegalArgumentException();
            }
            return parse.apply(text);
        };
        String names = known.size() > 8 ? "" : ": " + String.join(", ", known);
        return new Form<>(noun + names, strict, false, List.copyOf(known));
    }

    Form<T> withoutShowingIt() {
        return new Form<>(expected, parse, true, List.of());
    }

    /** This form, or exactly that text. */
    static Form<String> orText(String text, Form<String> form) {
        return matching(form.expected() + ", or \"" + text + "\"", found -> found.equals(text) || form.takes(found));
    }

    boolean takes(String text) {
        try {
            return parse.apply(text) != null;
        } catch (IllegalArgumentException | DateTimeException e) {
            return false;
        }
    }

    /** One line of 1 to {@code longest} characters. */
    static Form<String> text(int longest) {
        return matching("1 to " + longest + " characters in one line", text -> Terms.isOneLine(text, longest));
    }

    static Form<String> matching(String expected, Predicate<String> test) {
        return of(expected, text -> {
            if (!test.test(text)) {
                throw new IllegalArgumentException();
            }
            return text;
        });
    }

    static Form<String> pattern(String expected, String regex) {
        return matching(expected, Pattern.compile(regex).asMatchPredicate());
    }

    /** A whole number; underscores and other signs are refused. */
    static Form<Long> whole(long least, long most) {
        return of("a whole number from " + least + " to " + most, text -> {
            if (!text.matches("0|[1-9]\\d{0,17}")) {
                throw new IllegalArgumentException();
            }
            return within(Long.valueOf(text), least, most);
        });
    }

    /** ISO 8601, such as PT30S. */
    static Form<Duration> duration(Duration least, Duration most) {
        return of("a duration from " + least + " to " + most, text -> within(Duration.parse(text), least, most));
    }

    /** ISO 8601 in years and months, such as P3Y. */
    static Form<Period> period(Period least) {
        return of("years and months such as P3Y, at least " + least, text -> {
            Period period = Period.parse(text);
            if (period.getDays() != 0 || period.toTotalMonths() < least.toTotalMonths()) {
                throw new IllegalArgumentException();
            }
            return period;
        });
    }

    /** A path; a relative one is taken from the folder. */
    static Form<Path> path(Path folder) {
        return of("a path", text -> {
            if (!Terms.isOneLine(text, 1024)) {
                throw new IllegalArgumentException();
            }
            return folder.resolve(text).normalize();
        });
    }

    /** An absolute http or https address without credentials in it. */
    static Form<URI> http() {
        return of("an address such as https://host/path, without a password in it", text -> {
                    URI uri = URI.create(text);
                    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
                    if (!web || uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
                        throw new IllegalArgumentException();
                    }
                    return uri;
                })
                .withoutShowingIt();
    }

    static <E extends Enum<E>> Form<E> oneOf(Class<E> type) {
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
        return new Form<>("one of " + String.join(", ", names), text -> Enum.valueOf(type, text), false, names);
    }

    private static <C extends Comparable<C>> C within(C value, C least, C most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException();
        }
        return value;
    }
}
