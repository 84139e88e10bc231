package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.SettingsProblems;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose token it is, by the hash of the token. A caller may have several, so that it can change over without a pause. The look-up is by
 * hash: how long it takes says nothing of a token that one could use. Immutable, thread-safe.
 */
public final class Credentials {
    private static final Form<String> HASH = Form.pattern("hex SHA-256 of a token: 64 of 0-9, a-f", "[0-9a-f]{64}");

    private final Map<String, Caller> byHash;

    private Credentials(Map<String, Caller> byHash) {
        this.byHash = Map.copyOf(byHash);
    }

    /**
     * Reads a file {@code name: [hash, ...]}.
     *
     * @param callers those that may call this gateway; each may be missing, and has no token then
     * @throws cn.changzhutan.exchange.SettingsException with every problem of the file
     */
    public static Credentials load(Path file, Iterable<Caller> callers) {
        SettingsProblems all = new SettingsProblems();
        FileProblems problems = new FileProblems(file.toString(), all);
        Map<String, Caller> byHash = new HashMap<>();
        YamlFile.read(file, problems).ifPresent(map -> {
            callers.forEach(caller -> {
                if (map.has(caller.name())) {
                    for (YamlMap.Located<String> hash : map.list(caller.name(), HASH.withoutShowingIt())) {
                        add(caller, hash, byHash, problems);
                    }
                }
            });
            map.finish();
        });
        all.throwIfAny();
        return new Credentials(byHash);
    }

    private static void add(
            Caller caller, YamlMap.Located<String> hash, Map<String, Caller> byHash, FileProblems problems) {
        Caller other = byHash.putIfAbsent(hash.value(), caller);
        if (other != null) {
            problems.add(hash.line(), caller + ": found a token of " + other + " (expected: a token of its own)");
        }
    }

    /** Whose token it is; empty if it is nobody's. */
    public Optional<Caller> callerOf(String token) {
        return Optional.ofNullable(byHash.get(Token.hashOf(token)));
    }

    /** The line for the credentials file. */
    public static String line(String caller, List<Token> tokens) {
        return caller + ": ["
                + String.join(", ", tokens.stream().map(Token::hash).toList()) + "]";
    }

    @Override
    public String toString() {
        return "Credentials[" + byHash.size() + " hashes]";
    }
}
