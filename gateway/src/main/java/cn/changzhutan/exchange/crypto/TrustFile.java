package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsProblems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What one city knows of another before it believes a word: a trust file, carried over by people and not by the network.
 *
 * @param origin the name under which the city's log signs: a host and path without scheme, {@code changsha.exchange.example/log}
 */
public record TrustFile(City city, String origin, PublicKeys keys) {
    private static final List<String> NAMES = Stream.concat(Stream.of("city", "origin"), PublicKeys.NAMES.stream())
            .toList();

    /** Printable ASCII without space and plus, which separate and mark things in a signed note. */
    private static final Pattern ORIGIN = Pattern.compile("[!-*,-~]{1,128}");

    /** @throws IllegalArgumentException if the origin is not 1 to 128 printable ASCII characters without space and {@code +} */
    public TrustFile {
        if (!ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException(
                    "origin (expected: 1 to 128 printable ASCII characters, no space, no +)");
        }
    }

    /** Six lines {@code name: value}. {@link #parse} reads them back. */
    public String toText() {
        return "city: " + city + "\norigin: " + origin + "\n" + keys.toText();
    }

    /** Strict; what is wrong is added to the problems with {@code file} and line, and then nothing is returned. */
    public static Optional<TrustFile> parse(String file, String text, SettingsProblems problems) {
        return KeyLines.parse(file, text, NAMES, problems).flatMap(lines -> of(file, lines, problems));
    }

    private static Optional<TrustFile> of(String file, Map<String, String> lines, SettingsProblems problems) {
        return PublicKeys.of(file, lines, problems).flatMap(keys -> {
            try {
                return Optional.of(new TrustFile(new City(lines.get("city")), lines.get("origin"), keys));
            } catch (IllegalArgumentException e) {
                problems.add(file, 0, e.getMessage());
                return Optional.empty();
            }
        });
    }
}
