package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.Sha256;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.log.CityLines;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.pipeline.ExchangeNode;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import cn.changzhutan.exchange.pipeline.OverCapacityException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom this gateway believes and with which keys it signs, as the files say now: looks at the policy file and the key folder every few
 * seconds, so that keys are rotated without a stop. Every change is an entry of the log. A file that is wrong changes nothing until it
 * is right. Thread-safe.
 */
final class TrustWatch implements Supplier<Policy>, AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(3);
    /** Time enough to make new keys, carry them to the others and retire the old ones. */
    static final Period WARN_BEFORE = Period.ofDays(90);

    private static final Logger LOG = LoggerFactory.getLogger(TrustWatch.class);

    private final City self;
    private final String origin;
    private final Path policyFile;
    private final Path keyFolder;
    private final Map<String, String> files;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "trust-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Picture picture;
    private volatile String trouble = "";
    private volatile LocalDate warned = LocalDate.MIN;

    /** @param digest of the policy file and of every key in use */
    private record Picture(Policy policy, CityKeys keys, SortedMap<String, String> digests) {}

    /**
     * Reads both for the first time.
     *
     * @param files digests of the other files that people edit
     * @throws SettingsException with every problem of the policy file or a key file
     */
    TrustWatch(City self, String origin, Path policyFile, Path keyFolder, Map<String, String> files) {
        this.self = self;
        this.origin = origin;
        this.policyFile = policyFile;
        this.keyFolder = keyFolder;
        this.files = Map.copyOf(files);
        this.picture = read();
    }

    private Picture read() {
        Policy policy = Policy.load(policyFile);
        if (!policy.cities().contains(self) || !policy.origin(self).equals(origin)) {
            throw new SettingsException(
                    List.of(policyFile + ": " + self + " (expected: the line city " + self + " " + origin + ")"));
        }
        CityKeys keys = CityKeys.load(keyFolder);
        SortedMap<String, String> digests = new TreeMap<>();
        new CityLines(self, origin, keys, Optional.empty())
                .digests()
                .forEach((key, digest) -> digests.put("keys/" + key, digest));
        digests.put("keys/policy", sha256(policyFile));
        return new Picture(policy, keys, digests);
    }

    @Override
    public Policy get() {
        return picture.policy();
    }

    CityKeys keys() {
        return picture.keys();
    }

    /** All files that people edit, and the keys in use, with their digests. */
    Map<String, String> digests() {
        Map<String, String> all = new TreeMap<>(files);
        all.putAll(picture.digests());
        return all;
    }

    /** Why the newest files are not in use; "" if they are. */
    String trouble() {
        return trouble;
    }

    /** Keys that should be replaced within {@link #WARN_BEFORE}, or should have been. */
    List<Policy.Expiry> expiring() {
        LocalDate limit = LocalDate.now(ZoneOffset.UTC).plus(WARN_BEFORE);
        return picture.policy().expiries().stream()
                .filter(expiry -> !expiry.on().isAfter(limit))
                .toList();
    }

    private void warnOncePerDay() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        if (!today.equals(warned)) {
            warned = today;
            expiring()
                    .forEach(expiry -> LOG.warn(
                            "the key {} is to be replaced before {}: keys --rotate, hand the new lines to the others,"
                                    + " then keys --retire",
                            expiry.key(),
                            expiry.on()));
        }
    }

    void start(ExchangeNode node) {
        clock.scheduleWithFixedDelay(() -> lookAgain(node), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookAgain(ExchangeNode node) {
        try {
            Picture now = read();
            if (!now.digests().equals(picture.digests())) {
                Map<String, String> all = new TreeMap<>(files);
                all.putAll(now.digests());
                node.use(now.keys(), all);
                picture = now;
                LOG.info("policy or keys changed: in use now {}", now.digests().keySet());
            }
            trouble = "";
            warnOncePerDay();
        } catch (SettingsException e) {
            told(String.join("; ", e.problems()));
        } catch (LogUnavailableException | OverCapacityException | UncheckedIOException e) {
            told(e.getMessage());
        } catch (RuntimeException e) {
            // Let out, it would end the watch.
            told(e.getClass().getSimpleName());
        }
    }

    private void told(String what) {
        if (!what.equals(trouble)) {
            LOG.error("policy or keys not taken: {}", what);
            trouble = what;
        }
    }

    private static String sha256(Path file) {
        try {
            return Sha256.hex(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
