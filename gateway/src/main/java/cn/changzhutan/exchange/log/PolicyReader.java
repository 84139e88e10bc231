package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.crypto.PayloadKey;
import java.net.URI;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads one policy file, strictly, and collects every problem. Used once. */
final class PolicyReader {
    private static final String WORDS = "city, log, payload, witness, until, expires, group, quorum";

    private final String file;
    private final SettingsProblems problems;
    private final TreeMap<City, List<String>> origins = new TreeMap<>();
    private final Map<String, List<NoteKey>> logKeys = new TreeMap<>();
    private final Map<String, URI> urls = new HashMap<>();
    private final TreeMap<City, List<PayloadKey>> payload = new TreeMap<>();
    private final List<Witness> witnesses = new ArrayList<>();
    private final Map<String, Long> until = new HashMap<>();
    private final List<Policy.Expiry> expiries = new ArrayList<>();
    private final Set<String> keyIds = new HashSet<>();
    private final Set<String> publicKeys = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> grouped = new HashSet<>();
    private final Quorum.Builder groups = new Quorum.Builder();
    private Quorum quorum;
    private int line;

    PolicyReader(String file, SettingsProblems problems) {
        this.file = file;
        this.problems = problems;
    }

    Optional<Policy> read(String text) {
        int before = problems.lines().size();
        for (String each : text.split("\n", -1)) {
            line++;
            String[] words = each.strip().split("[ \t]+");
            if (words[0].isEmpty() || words[0].startsWith("#")) {
                continue;
            }
            try {
                take(words);
            } catch (IllegalArgumentException | DateTimeParseException e) {
                problem(words[0] + ": " + e.getMessage());
            }
        }
        line = 0;
        wholeFile();
        if (problems.lines().size() > before) {
            return Optional.empty();
        }
        Map<String, List<NotePolicy.Pinned>> pinned = new HashMap<>();
        logKeys.forEach((origin, keys) -> pinned.put(
                origin,
                keys.stream()
                        .map(key -> new NotePolicy.Pinned(key, until.getOrDefault(key.toString(), Long.MAX_VALUE)))
                        .toList()));
        // A retired key has been replaced: nobody needs to be warned of it.
        List<Policy.Expiry> ahead = expiries.stream()
                .filter(expiry -> !until.containsKey(expiry.key()))
                .toList();
        return Optional.of(new Policy(origins, pinned, urls, payload, witnesses, quorum, ahead, text));
    }

    private void take(String[] words) {
        switch (words[0]) {
            case "city" -> city(exactly(words, 2));
            case "log" -> log(between(words, 1, 2));
            case "payload" -> payload(exactly(words, 2));
            case "witness" -> witness(between(words, 2, 3));
            case "until" -> until(exactly(words, 2));
            case "expires" -> expires(exactly(words, 2));
            case "group" -> group(between(words, 3, 64));
            case "quorum" -> quorum(exactly(words, 1));
            default -> problem("unknown line (expected: a line that begins with one of " + WORDS + ")");
        }
    }

    private void city(List<String> words) {
        City city = new City(words.get(0));
        String origin = NoteKey.requireName(words.get(1));
        if (origins.values().stream().anyMatch(known -> known.contains(origin))) {
            throw new IllegalArgumentException("the log " + origin + " stands here for the second time");
        }
        origins.computeIfAbsent(city, key -> new ArrayList<>()).add(origin);
    }

    private void log(List<String> words) {
        NoteKey key = fresh(NoteKey.parse(words.get(0)));
        if (key.kind().isCosigner()) {
            throw new IllegalArgumentException("a witness' key (expected: a log's)");
        }
        logKeys.computeIfAbsent(key.name(), name -> new ArrayList<>()).add(key);
        if (words.size() > 1) {
            urls.put(key.name(), url(words.get(1)));
        }
    }

    private void payload(List<String> words) {
        PayloadKey key = new PayloadKey(Base64.getDecoder().decode(words.get(1)));
        once(words.get(1));
        keyIds.add(key.kekId());
        payload.computeIfAbsent(new City(words.get(0)), city -> new ArrayList<>())
                .add(key);
    }

    private void witness(List<String> words) {
        newName(words.get(0));
        NoteKey key = fresh(NoteKey.parse(words.get(1)));
        Optional<URI> url = words.size() > 2 ? Optional.of(url(words.get(2))) : Optional.empty();
        witnesses.add(new Witness(words.get(0), key, url));
    }

    private void until(List<String> words) {
        requireKey(words.get(0));
        until.put(words.get(0), size(words.get(1)));
    }

    private void expires(List<String> words) {
        requireKey(words.get(0));
        expiries.add(new Policy.Expiry(words.get(0), LocalDate.parse(words.get(1))));
    }

    private void group(List<String> words) {
        newName(words.get(0));
        List<String> members = words.subList(2, words.size());
        for (String member : members) {
            if (!names.contains(member) || member.equals(words.get(0))) {
                throw new IllegalArgumentException(member + " is not known (expected: a witness or group above)");
            }
            if (!grouped.add(member)) {
                throw new IllegalArgumentException(member + " is a member already (expected: of one group, once)");
            }
        }
        int threshold = switch (words.get(1)) {
            case "all" -> members.size();
            case "any" -> 1;
            default -> (int) size(words.get(1));
        };
        if (threshold < 1 || threshold > members.size()) {
            throw new IllegalArgumentException("threshold (expected: all, any, or 1 to " + members.size() + ")");
        }
        groups.group(words.get(0), threshold, members);
    }

    private void quorum(List<String> words) {
        String name = words.get(0);
        if (quorum != null) {
            throw new IllegalArgumentException("stands here for the second time (expected: once)");
        }
        if (!name.equals(Quorum.NONE) && !names.contains(name)) {
            throw new IllegalArgumentException(name + " is not known (expected: a witness or group above, or none)");
        }
        quorum = groups.build(name);
    }

    private void wholeFile() {
        if (quorum == null) {
            problem("no quorum line (expected: one)");
        }
        origins.forEach((city, all) -> {
            for (String origin : all) {
                List<NoteKey> keys = logKeys.getOrDefault(origin, List.of());
                if (keys.stream().allMatch(key -> key.kind().isSm2())
                        || keys.stream().noneMatch(key -> key.kind().isSm2())) {
                    problem("log " + origin + " (expected: a log line with an Ed25519 key and one with an SM2 key)");
                }
            }
            if (!payload.containsKey(city)) {
                problem("city " + city + " has no payload key (expected: a payload line)");
            }
        });
        for (String origin : logKeys.keySet()) {
            if (origins.values().stream().noneMatch(all -> all.contains(origin))) {
                problem("log " + origin + " is of no city (expected: a city line with this origin)");
            }
        }
        for (City city : payload.keySet()) {
            if (!origins.containsKey(city)) {
                problem("payload " + city + " (expected: a city line for it)");
            }
        }
    }

    private NoteKey fresh(NoteKey key) {
        once(Base64.getEncoder().encodeToString(key.publicKey()) + (key.kind().isCosigner() ? "" : key.name()));
        keyIds.add(key.toString());
        return key;
    }

    /** A city keeps its log keys when a new epoch begins, so a log's key may stand under two origins; nothing else may repeat. */
    private void once(String key) {
        if (!publicKeys.add(key)) {
            throw new IllegalArgumentException("this public key stands here for the second time");
        }
    }

    private void newName(String name) {
        if (name.equals(Quorum.NONE) || !names.add(name)) {
            throw new IllegalArgumentException("the name " + name + " is taken (expected: a name of its own)");
        }
    }

    private void requireKey(String key) {
        if (!keyIds.contains(key)) {
            throw new IllegalArgumentException(key + " is not known (expected: name+id or id of a key above)");
        }
    }

    private static long size(String text) {
        if (!text.matches("0|[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("number (expected: decimal, without sign and leading zeros)");
        }
        return Long.parseLong(text);
    }

    private static URI url(String text) {
        URI url = URI.create(text);
        if (!("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                || url.getHost() == null
                || url.getQuery() != null
                || text.endsWith("/")) {
            throw new IllegalArgumentException("address (expected: http or https, no query, no slash at the end)");
        }
        return url;
    }

    private static List<String> exactly(String[] words, int count) {
        return between(words, count, count);
    }

    private static List<String> between(String[] words, int least, int most) {
        if (words.length - 1 < least || words.length - 1 > most) {
            throw new IllegalArgumentException(
                    (words.length - 1) + " values (expected: " + (least == most ? least : least + " to " + most) + ")");
        }
        return Arrays.asList(words).subList(1, words.length);
    }

    private void problem(String what) {
        problems.add(file, line, what);
    }
}
