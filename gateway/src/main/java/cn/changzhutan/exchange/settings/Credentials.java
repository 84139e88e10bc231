package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.SystemName;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose token it is, by the hash of the token. A system may have several, so that it can change over without a pause. The look-up is by
 * hash: how long it takes says nothing of a token that one could use. Immutable, thread-safe.
 */
public final class Credentials {
    private static final Form<String> HASH = Form.pattern("hex SHA-256 of a token: 64 of 0-9, a-f", "[0-9a-f]{64}");

    private final Map<String, SystemName> byHash;

    private Credentials(Map<String, SystemName> byHash) {
        this.byHash = Map.copyOf(byHash);
    }

    /**
     * Reads a file {@code system: [hash, ...]}.
     *
     * @param systems those that may call this gateway: its city's
     * @throws cn.changzhutan.exchange.SettingsException with every problem of the file
     */
    public static Credentials load(Path file, Iterable<SystemName> systems) {
        SettingsProblems all = new SettingsProblems();
        FileProblems problems = new FileProblems(file.toString(), all);
        Map<String, SystemName> byHash = new HashMap<>();
        YamlFile.read(file, problems).ifPresent(map -> {
            systems.forEach(system -> {
                if (map.has(system.value())) {
                    for (YamlMap.Located<String> hash : map.list(system.value(), HASH.withoutShowingIt())) {
                        add(system, hash, byHash, problems);
                    }
                }
            });
            map.finish();
        });
        all.throwIfAny();
        return new Credentials(byHash);
    }

    private static void add(
            SystemName system, YamlMap.Located<String> hash, Map<String, SystemName> byHash, FileProblems problems) {
        SystemName other = byHash.putIfAbsent(hash.value(), system);
        if (other != null) {
            problems.add(hash.line(), system + ": found a token of " + other + " (expected: a token of its own)");
        }
    }

    /** The system whose token it is; empty if it is nobody's. */
    public Optional<SystemName> systemOf(String token) {
        return Optional.ofNullable(byHash.get(Token.hashOf(token)));
    }

    /** The line for the credentials file. */
    public static String line(SystemName system, List<Token> tokens) {
        return system + ": ["
                + String.join(", ", tokens.stream().map(Token::hash).toList()) + "]";
    }

    @Override
    public String toString() {
        return "Credentials[" + byHash.size() + " hashes]";
    }
}
