package cn.changzhutan.exchange.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.log.Policy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The real system of the cities in config/ with its back offices, for tests that kill parts of it. */
final class Stage implements AutoCloseable {
    private static final Path CONFIG = Path.of("..", "config");
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** Short waits: a test has minutes for what a city has hours for. */
    private static final List<String> SETTINGS =
            List.of("timing: {republishAfter: PT10S, deliveryBackoffMin: PT0.2S, deliveryBackoffMax: PT2S}");

    private final LocalSystem system;
    private final LocalPorts ports;
    private final Map<SystemName, String> tokens;
    private final Map<City, BackOffices> offices = new TreeMap<>();
    private final Set<URI> doors = new LinkedHashSet<>();
    private final Supervisor more = new Supervisor(line -> {});
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private Stage(LocalSystem system, LocalPorts ports, Map<SystemName, String> tokens) {
        this.system = system;
        this.ports = ports;
        this.tokens = tokens;
    }

    /** Starts everything and waits until it is ready. @param name of the folder below target/chaos; what is there is deleted */
    static Stage start(String name) throws IOException, InterruptedException {
        Path data = Path.of("target", "chaos", name);
        if (Files.exists(data)) {
            PostgresBinaries.deleteTree(data);
        }
        LocalPorts ports = freePorts();
        LocalSystem system =
                LocalSystem.of(LocalSystem.Plan.small(CONFIG, data, ports).withGatewaySettings(SETTINGS), line -> {});
        try {
            Stage stage = new Stage(system, ports, system.startServers());
            for (LocalCity city : system.cities()) {
                stage.openOffices(city);
                stage.doors.add(city.gateway());
            }
            system.startGateways();
            return stage;
        } catch (RuntimeException | IOException | InterruptedException e) {
            system.close();
            throw e;
        }
    }

    private static LocalPorts freePorts() {
        return IntStream.iterate(20_000, first -> first < 32_000, first -> first + 50)
                .filter(first -> IntStream.rangeClosed(first, first + 40).allMatch(Ports::isFree))
                .mapToObj(LocalPorts::new)
                .findFirst()
                .orElseThrow();
    }

    private void openOffices(LocalCity city) throws IOException {
        offices.put(
                city.city(), BackOffices.start(List.of(city), system.folders(), tokens, line -> {}, () -> {}, false));
    }

    /** Cuts the connections of a city's back offices in the middle of what they do, and starts them again on what they had written. */
    void restartOffices(LocalCity city) throws IOException {
        offices.get(city.city()).close();
        openOffices(city);
    }

    /**
     * Starts one more process of a city's gateway, kept running like the others: its own port, folder, guard file and process name, the
     * same keys, database and groups of consumers.
     */
    Twin startTwin(LocalCity city, String name) throws Exception {
        Path data = Files.createDirectories(system.folders().root().resolve(name));
        Path first = system.folders().gateway(city.city());
        Path keys = Files.createDirectories(data.resolve("keys"));
        try (var files = Files.list(first.resolve("keys"))) {
            for (Path key : files.toList()) {
                Files.copy(key, keys.resolve(key.getFileName()), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        int port = ports.first() + 9;
        String settings = Files.readString(system.folders().runtime(city.city()));
        Path runtime = data.resolve("gateway.yaml");
        Files.writeString(
                runtime,
                settings.replace("port: " + city.gateway().getPort() + "}", "port: " + port + "}")
                        .replaceFirst("(?m)^data: .*$", "data: \"" + data.toAbsolutePath() + "\"")
                        .replaceFirst("(?m)^(  user: .*)$", "$1\n  properties: {ApplicationName: " + name + "}"));
        Twin twin = new Twin(name, URI.create("http://127.0.0.1:" + port), data);
        LocalGateway.Seat seat = new LocalGateway.Seat(name, city.city(), twin.http(), runtime);
        more.keep(name, () -> {
                    LocalGateway gateway = LocalGateway.start(
                            seat,
                            CONFIG.toAbsolutePath().normalize(),
                            system.folders().processes(),
                            LocalGateway.SMALL_JVM);
                    twin.process = gateway.process();
                    return gateway;
                })
                .get();
        doors.add(twin.http());
        return twin;
    }

    /** A second process of a city's gateway. */
    static final class Twin {
        private final String name;
        private final URI http;
        private final Path data;
        private volatile ProcessHandle process;

        private Twin(String name, URI http, Path data) {
            this.name = name;
            this.http = http;
            this.data = data;
        }

        /** Its application name at the database. */
        String name() {
            return name;
        }

        URI http() {
            return http;
        }

        Path data() {
            return data;
        }

        ProcessHandle process() {
            return process;
        }
    }

    LocalSystem system() {
        return system;
    }

    HttpClient http() {
        return http;
    }

    List<LocalCity> cities() {
        return system.cities();
    }

    Policy policy() {
        return Policy.load(system.folders().policy());
    }

    /** By name of the system. */
    Map<String, String> tokens() {
        Map<String, String> named = new TreeMap<>();
        tokens.forEach((system, token) -> named.put(system.value(), token));
        return named;
    }

    /** A process of the database server that serves a connection or works for it; kill -9 on it makes the whole server recover. */
    Optional<ProcessHandle> databaseChild(int number) throws IOException {
        List<ProcessHandle> children = new ArrayList<>();
        system.database().ifPresent(server -> server.children().forEach(children::add));
        return children.isEmpty() ? Optional.empty() : Optional.of(children.get(number % children.size()));
    }

    boolean isReady(URI door) {
        return get(door.resolve("/actuator/health/readiness")).isPresent();
    }

    /** The body of a 200; empty if there is none now. */
    Optional<String> get(URI uri) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Waits until every process that was killed runs again and every gateway is ready, without a hand. */
    void awaitRecovery(List<ProcessHandle> killed) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            for (ProcessHandle process : killed) {
                assertThat(process.isAlive()).isFalse();
            }
            assertThat(system.broker()).get().matches(ProcessHandle::isAlive, "the broker runs");
            assertThat(system.database()).get().matches(ProcessHandle::isAlive, "the database runs");
            for (URI door : doors) {
                assertThat(isReady(door)).as("%s is ready", door).isTrue();
            }
        });
    }

    /** Waits until nothing is on its way and the books of gateways and back offices agree; what still disagrees fails the test. */
    void awaitRest(Duration patience) {
        GatewayClient client = new GatewayClient();
        await().atMost(patience).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            Map<String, Accounts> accounts = new TreeMap<>();
            for (LocalCity city : cities()) {
                accounts.put(city.city().name(), Accounts.parse(client.metrics(city.gateway())));
            }
            assertThat(Accounts.disagreements(accounts, counts(EffectJournal.Line.EFFECT)))
                    .isEmpty();
        });
    }

    /** What the back offices of each city did. */
    Map<String, Long> counts(EffectJournal.Line line) {
        Map<String, Long> counts = new TreeMap<>();
        offices.values().forEach(each -> counts.putAll(each.counts(line)));
        return counts;
    }

    @Override
    public void close() {
        more.close();
        system.close();
        offices.values().forEach(BackOffices::close);
    }
}
