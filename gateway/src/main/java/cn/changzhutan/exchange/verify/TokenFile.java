package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens of an auditor: one alone for every city, or lines {@code name token}, of which a city's is the one of {@code CITY-auditor} or
 * of {@code CITY}; other lines are passed by.
 */
final class TokenFile {
    private final Map<String, String> tokens = new HashMap<>();

    private TokenFile() {}

    static TokenFile none() {
        return new TokenFile();
    }

    /** @throws SettingsException if it cannot be read */
    static TokenFile load(Path file) {
        TokenFile read = new TokenFile();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.strip().split("\\s+");
                if (words[0].isEmpty() || words[0].startsWith("#")) {
                    continue;
                }
                read.tokens.put(words.length == 1 ? "" : words[0], words[words.length - 1]);
            }
        } catch (IOException e) {
            throw new SettingsException(
                    List.of(file + ": cannot be read: " + e.getClass().getSimpleName()));
        }
        return read;
    }

    Optional<String> of(City city) {
        return Optional.ofNullable(
                tokens.getOrDefault(city + "-auditor", tokens.getOrDefault(city.name(), tokens.get(""))));
    }

    @Override
    public String toString() {
        return "TokenFile[redacted]";
    }
}
