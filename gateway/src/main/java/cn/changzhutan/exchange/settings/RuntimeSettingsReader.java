package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.settings.RuntimeSettings.Endpoint;
import cn.changzhutan.exchange.settings.RuntimeSettings.Http;
import cn.changzhutan.exchange.settings.RuntimeSettings.Limits;
import cn.changzhutan.exchange.settings.RuntimeSettings.Timing;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads one process' settings file. */
final class RuntimeSettingsReader {
    private static final Form<String> JDBC = Form.matching(
                    "jdbc:postgresql://host:port/database, without user, password or ?",
                    text -> text.matches("jdbc:postgresql://[^\\s?@]+/[^\\s?@]+"))
            .withoutShowingIt();
    private static final Form<String> BOOTSTRAP =
            Form.pattern("host:port, several with commas", "[^\\s,:/]+:\\d{1,5}(,[^\\s,:/]+:\\d{1,5})*");

    private final YamlMap top;
    private final Form<Path> path;

    private RuntimeSettingsReader(YamlMap top, Path folder) {
        this.top = top;
        this.path = Form.path(folder);
    }

    static Optional<RuntimeSettings> read(Path file, SettingsProblems problems) {
        Path absolute = file.toAbsolutePath().normalize();
        return YamlFile.read(absolute, new FileProblems(file.toString(), problems))
                .flatMap(top -> new RuntimeSettingsReader(top, absolute.getParent()).all(absolute));
    }

    private Optional<RuntimeSettings> all(Path file) {
        Http http = top.map("http").map(this::http).orElse(null);
        Path schemas = top.required("schemas", path);
        Path routes = top.required("routes", path);
        Path data = top.required("data", path);
        Path policy = top.required("policy", path);
        Path credentials = top.required("credentials", path);
        DatabaseSettings database = top.map("database").map(this::database).orElse(null);
        KafkaSettings kafka = top.map("kafka").map(this::kafka).orElse(null);
        SortedMap<SystemName, Endpoint> endpoints = new TreeMap<>();
        top.optionalMap("endpoints").ifPresent(map -> endpoints(map, endpoints));
        SortedMap<City, PeerSettings> peers = new TreeMap<>();
        top.optionalMap("peers").ifPresent(map -> peers(map, peers));
        Limits limits =
                top.optionalMap("limits").map(RuntimeSettingsReader::limits).orElse(Limits.DEFAULTS);
        Timing timing =
                top.optionalMap("timing").map(RuntimeSettingsReader::timing).orElse(Timing.DEFAULTS);
        RetentionSettings retention = RetentionSettings.read(top);
        if (!top.finish()) {
            return Optional.empty();
        }
        return Optional.of(new RuntimeSettings(
                file,
                http,
                schemas,
                routes,
                data,
                policy,
                credentials,
                database,
                kafka,
                peers,
                endpoints,
                limits,
                timing,
                retention));
    }

    private Http http(YamlMap map) {
        String address = map.required("address", Form.pattern("a host name or IP address", "[0-9A-Za-z.:-]+"));
        Long port = map.required("port", Form.whole(1, 65535));
        return map.finish() ? new Http(address, port.intValue()) : null;
    }

    private DatabaseSettings database(YamlMap map) {
        String url = map.required("url", JDBC);
        String user = map.required("user", Form.text(63));
        Optional<Path> passwordFile = Optional.ofNullable(map.optional("passwordFile", null, path));
        SortedMap<String, String> properties =
                properties(map, "properties", Form.text(1024), name -> !SecretText.isSecret(name), "passwordFile");
        return map.finish() ? new DatabaseSettings(url, user, passwordFile, properties) : null;
    }

    private KafkaSettings kafka(YamlMap map) {
        String bootstrap = map.required("bootstrap", BOOTSTRAP);
        SortedMap<String, String> plain =
                properties(map, "properties", Form.text(1024), name -> !SecretText.isSecret(name), "secretFiles");
        SortedMap<String, Path> secret = properties(map, "secretFiles", path, SecretText::isSecret, "properties");
        Long replication = map.optional("replication", 1L, Form.whole(1, 100));
        Long minInsync = map.optional("minInsync", 1L, Form.whole(1, 100));
        if (map.stands() && minInsync > replication) {
            map.problem("minInsync", "found " + minInsync + " (expected: at most replication, " + replication + ")");
        }
        return map.finish()
                ? new KafkaSettings(bootstrap, plain, secret, replication.intValue(), minInsync.intValue())
                : null;
    }

    /** Names that the driver or client knows; whether it knows them shows when it starts. */
    private static <T> SortedMap<String, T> properties(
            YamlMap parent, String key, Form<T> form, Predicate<String> belongs, String otherwise) {
        SortedMap<String, T> all = new TreeMap<>();
        parent.optionalMap(key).ifPresent(map -> {
            for (String name : map.keys()) {
                T value = map.required(name, form.withoutShowingIt());
                if (!belongs.test(name)) {
                    map.problem(name, "does not belong here (expected: under " + otherwise + ")");
                } else if (value != null) {
                    all.put(name, value);
                }
            }
        });
        return all;
    }

    private void peers(YamlMap map, SortedMap<City, PeerSettings> peers) {
        for (String name : map.keys()) {
            if (!Form.CITY.takes(name)) {
                map.has(name);
                map.problem(name, "found as a name (expected: " + Form.CITY.expected() + ")");
                continue;
            }
            map.map(name).ifPresent(one -> {
                URI url = one.required("url", Form.http());
                Path tokenFile = one.required("tokenFile", path);
                if (one.finish()) {
                    peers.put(new City(name), new PeerSettings(url, tokenFile));
                }
            });
        }
    }

    private void endpoints(YamlMap map, SortedMap<SystemName, Endpoint> endpoints) {
        for (String name : map.keys()) {
            if (!Form.SYSTEM.takes(name)) {
                map.has(name);
                map.problem(name, "found as a name (expected: " + Form.SYSTEM.expected() + ")");
                continue;
            }
            map.map(name).ifPresent(one -> {
                Endpoint endpoint = new Endpoint(
                        Optional.ofNullable(one.optional("push", null, Form.http())),
                        Optional.ofNullable(one.optional("dropIn", null, path)),
                        Optional.ofNullable(one.optional("dropOut", null, path)));
                if (one.finish()) {
                    endpoints.put(new SystemName(name), endpoint);
                }
            });
        }
    }

    /** What one envelope holds: a longer record would pass every check and could not be sealed. */
    private static final int LONGEST_BODY = 4 << 20;

    private static Limits limits(YamlMap map) {
        Limits d = Limits.DEFAULTS;
        Long body = map.optional("bodyBytes", (long) d.bodyBytes(), Form.whole(1024, LONGEST_BODY));
        Long batch = map.optional("batchBytes", (long) d.batchBytes(), Form.whole(1024, 256 << 20));
        Long lines = map.optional("batchLines", (long) d.batchLines(), Form.whole(1, 1_000_000));
        Long waiting = map.optional("waiting", (long) d.waiting(), Form.whole(1, 1_000_000));
        Long group = map.optional("group", (long) d.group(), Form.whole(1, 1024));
        Long disk = map.optional("diskBytesPerDestination", d.diskBytesPerDestination(), Form.whole(1 << 20, 1L << 50));
        if (map.stands() && batch < body) {
            map.problem("batchBytes", "found " + batch + " (expected: at least bodyBytes, " + body + ")");
        }
        return map.finish()
                ? new Limits(
                        body.intValue(), batch.intValue(), lines.intValue(), waiting.intValue(), group.intValue(), disk)
                : null;
    }

    private static Timing timing(YamlMap map) {
        Timing d = Timing.DEFAULTS;
        Duration second = Duration.ofSeconds(1);
        Duration hour = Duration.ofHours(1);
        Duration republish = map.optional("republishAfter", d.republishAfter(), Form.duration(second, hour));
        Duration least =
                map.optional("deliveryBackoffMin", d.deliveryBackoffMin(), Form.duration(Duration.ofMillis(10), hour));
        Duration most = map.optional("deliveryBackoffMax", d.deliveryBackoffMax(), Form.duration(second, hour));
        Duration skew = map.optional("clockSkew", d.clockSkew(), Form.duration(second, hour));
        if (map.stands() && most.compareTo(least) < 0) {
            map.problem(
                    "deliveryBackoffMax", "found " + most + " (expected: at least deliveryBackoffMin, " + least + ")");
        }
        return map.finish() ? new Timing(republish, least, most, skew) : null;
    }
}
