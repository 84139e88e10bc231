package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.SystemName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one process of a gateway needs to know of its machine. Secrets stand in files of their own, which are named here and read when
 * they are needed; no secret is ever a part of this record. Immutable.
 *
 * @param file where it was read
 * @param data folder of this process: keys, guard file, files on their way
 * @param policy file with the pinned public keys of every city, and its witnesses
 * @param credentials hashes of the callers' tokens
 * @param peers the other cities' gateways that this one may call; a city may be missing: then it is not called
 * @param endpoints addresses and folders of the city's systems
 */
public record RuntimeSettings(
        Path file,
        Http http,
        Path schemas,
        Path routes,
        Path data,
        Path policy,
        Path credentials,
        DatabaseSettings database,
        KafkaSettings kafka,
        SortedMap<City, PeerSettings> peers,
        SortedMap<SystemName, Endpoint> endpoints,
        Limits limits,
        Timing timing,
        RetentionSettings retention) {
    public RuntimeSettings {
        peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
        endpoints = Collections.unmodifiableSortedMap(new TreeMap<>(endpoints));
    }

    /** Where the gateway listens. @param port 1 to 65535 */
    public record Http(String address, int port) {}

    /** What the machine knows of a system: {@code push} for HTTP_PUSH, {@code dropIn} for intake and {@code dropOut} for delivery by files. */
    public record Endpoint(Optional<URI> push, Optional<Path> dropIn, Optional<Path> dropOut) {}

    /**
     * Beyond these the gateway refuses, and consumes nothing.
     *
     * @param bodyBytes one record
     * @param batchBytes one batch or file
     * @param batchLines records in a batch or file
     * @param waiting submissions that wait for their group commit
     * @param group records of one commit, and so under one signature; 1 to 1024
     * @param diskBytesPerDestination sealed and not yet receipted, for one other city
     */
    public record Limits(
            int bodyBytes, int batchBytes, int batchLines, int waiting, int group, long diskBytesPerDestination) {
        public static final Limits DEFAULTS = new Limits(1 << 20, 16 << 20, 10_000, 4_000, 1024, 10L << 30);
    }

    /**
     * @param republishAfter without a receipt, a record is published again after this time
     * @param deliveryBackoffMin first pause after a failed delivery; it doubles up to {@code deliveryBackoffMax}
     * @param clockSkew by which another city's clock may differ
     */
    public record Timing(
            Duration republishAfter, Duration deliveryBackoffMin, Duration deliveryBackoffMax, Duration clockSkew) {
        public static final Timing DEFAULTS =
                new Timing(Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(5));
    }

    /** Where this city's private keys lie. */
    public Path keys() {
        return keysIn(data);
    }

    /** Where a city's private keys lie below its data folder. */
    public static Path keysIn(Path data) {
        return data.resolve("keys");
    }

    /** @throws SettingsException with every problem of the file */
    public static RuntimeSettings load(Path file) {
        SettingsProblems problems = new SettingsProblems();
        Optional<RuntimeSettings> settings = RuntimeSettingsReader.read(file, problems);
        problems.throwIfAny();
        return settings.orElseThrow();
    }
}
