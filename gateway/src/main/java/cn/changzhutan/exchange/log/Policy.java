package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.PayloadKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whom to believe: the pinned keys of each city's log and payloads, the witnesses and their quorum. Keys that come with a message or
 * a bundle prove nothing. Read from one text file that people carry over: the lines of C2SP tlog-policy ({@code log}, {@code witness},
 * {@code group}, {@code quorum}) and four of our own ({@code city}, {@code payload}, {@code until}, {@code expires}). Immutable,
 * thread-safe.
 */
public final class Policy {
    private final SortedMap<City, List<String>> origins;
    private final Map<String, City> cities = new HashMap<>();
    private final Map<String, CheckpointVerifier> logs = new HashMap<>();
    private final Map<String, URI> urls;
    private final SortedMap<City, List<PayloadKey>> payload;
    private final List<Witness> witnesses;
    private final Quorum quorum;
    private final List<Expiry> expiries;
    private final String text;

    /**
     * A key that is to be replaced before a day.
     *
     * @param key as the policy names it
     * @param on the first day on which it should not be in use any more
     */
    public record Expiry(String key, LocalDate on) {}

    Policy(
            SortedMap<City, List<String>> origins,
            Map<String, List<NotePolicy.Pinned>> logKeys,
            Map<String, URI> urls,
            SortedMap<City, List<PayloadKey>> payload,
            List<Witness> witnesses,
            Quorum quorum,
            List<Expiry> expiries,
            String text) {
        this.origins = Collections.unmodifiableSortedMap(new TreeMap<>(origins));
        this.urls = Map.copyOf(urls);
        this.payload = Collections.unmodifiableSortedMap(new TreeMap<>(payload));
        this.witnesses = List.copyOf(witnesses);
        this.quorum = quorum;
        this.expiries = List.copyOf(expiries);
        this.text = text;
        origins.forEach((city, names) -> names.forEach(name -> {
            cities.put(name, city);
            logs.put(name, new CheckpointVerifier(name, logKeys.get(name)));
        }));
    }

    /** @throws SettingsException with every problem of the file */
    public static Policy load(Path file) {
        SettingsProblems problems = new SettingsProblems();
        try {
            Optional<Policy> policy = parse(file.toString(), Files.readString(file), problems);
            problems.throwIfAny();
            return policy.orElseThrow();
        } catch (IOException e) {
            throw new SettingsException(List.of(file + ": cannot be read: "
                    + e.getClass().getSimpleName() + " (expected: the policy file, UTF-8 text)"));
        }
    }

    /** Strict; what is wrong is added to the problems with {@code file} and line, and then nothing is returned. */
    public static Optional<Policy> parse(String file, String text, SettingsProblems problems) {
        return new PolicyReader(file, problems).read(text);
    }

    /** The file as it was read. */
    public String text() {
        return text;
    }

    public SortedSet<City> cities() {
        return new TreeSet<>(origins.keySet());
    }

    /** The city's log as it is now. @throws IllegalArgumentException for a city that the policy does not name */
    public String origin(City city) {
        List<String> all = originsOf(city);
        return all.get(all.size() - 1);
    }

    /** The city's logs of ended epochs, oldest first. */
    public List<String> formerOrigins(City city) {
        List<String> all = originsOf(city);
        return all.subList(0, all.size() - 1);
    }

    private List<String> originsOf(City city) {
        List<String> all = origins.get(city);
        if (all == null) {
            throw new IllegalArgumentException("the policy has no city " + city);
        }
        return all;
    }

    /** Whose log it is, of now or of an ended epoch. */
    public Optional<City> cityOf(String origin) {
        return Optional.ofNullable(cities.get(origin));
    }

    /** Verifies the checkpoints of a log. @throws IllegalArgumentException for an origin that the policy does not name */
    public CheckpointVerifier log(String origin) {
        CheckpointVerifier log = logs.get(origin);
        if (log == null) {
            throw new IllegalArgumentException("the policy has no log " + origin);
        }
        return log;
    }

    /**
     * Verifies a checkpoint of any log of the policy.
     *
     * @throws VerificationException {@code ORIGIN_UNEXPECTED} for a log that the policy does not name, else as {@link
     *     CheckpointVerifier#verify}
     */
    public Checkpoint verify(String note) throws VerificationException {
        int end = note.indexOf('\n');
        CheckpointVerifier log = end < 0 ? null : logs.get(note.substring(0, end));
        if (log == null) {
            throw new VerificationException("ORIGIN_UNEXPECTED", "the policy does not name the log of this checkpoint");
        }
        return log.verify(note);
    }

    /** Where the log of a city is served: what stands before {@code /checkpoint} and {@code /tile/}. */
    public Optional<URI> logUrl(City city) {
        return Optional.ofNullable(urls.get(origin(city)));
    }

    public List<Witness> witnesses() {
        return witnesses;
    }

    /**
     * The pinned witnesses that cosigned a note. One under the log's own host does not count for that log: a city is no witness of
     * itself. The log's own signatures are not looked at here.
     *
     * @throws VerificationException {@code NOTE_MALFORMED}, or {@code COSIGNATURE_INVALID} if a pinned witness' line does not verify
     */
    public Cosigned cosigned(String note) throws VerificationException {
        SignedNote parsed = SignedNote.parse(note);
        int end = parsed.text().indexOf('\n');
        String origin = end < 0 ? parsed.text() : parsed.text().substring(0, end);
        TreeMap<String, Instant> found = new TreeMap<>();
        for (Witness witness : witnesses) {
            if (!witness.isOf(origin)) {
                witness.cosigned(parsed).ifPresent(at -> found.put(witness.name(), at));
            }
        }
        return new Cosigned(found, quorum.completeAt(found));
    }

    /**
     * Who signed a note besides the keys of this policy: {@code name+id}, one a line. Their lines count for nothing.
     *
     * @throws VerificationException {@code NOTE_MALFORMED}
     */
    public List<String> strangers(String note) throws VerificationException {
        SignedNote parsed = SignedNote.parse(note);
        return parsed.lines().stream()
                .filter(line ->
                        witnesses.stream().noneMatch(witness -> witness.key().made(line))
                                && logs.values().stream().noneMatch(log -> log.hasKeyOf(line)))
                .map(line -> line.name() + "+" + String.format("%08x", line.keyId()))
                .toList();
    }

    /** The key to which records for this city are encrypted now. @throws IllegalArgumentException if the policy pins none */
    public PayloadKey payloadKey(City city) {
        List<PayloadKey> keys = payload.getOrDefault(city, List.of());
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("the policy has no payload key of " + city);
        }
        return keys.get(keys.size() - 1);
    }

    /** Whether records for this city may name this key-encryption key. */
    public boolean hasPayloadKey(City city, String kekId) {
        return payload.getOrDefault(city, List.of()).stream()
                .anyMatch(key -> key.kekId().equals(kekId));
    }

    /** When keys in use should be replaced: a warning, never a stop. */
    public List<Expiry> expiries() {
        return expiries;
    }
}
