package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.settings.Settings;
import cn.changzhutan.exchange.settings.SystemProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * The database, the broker and the gateways of all cities of a configuration on this machine, each in a process of its own that is
 * started again when it dies; no back offices. Keys, tokens and files are made at the first start and kept in one folder.
 * Thread-safe once started.
 */
public final class LocalSystem implements AutoCloseable {
    /**
     * What runs where.
     *
     * @param config the folder that operators edit; routes and schemas lie beside it
     * @param data everything is kept here
     * @param gatewayJvm options of each gateway's JVM
     * @param brokerJvm options of the broker's JVM
     * @param databaseSettings of the server, {@code name=value} each
     * @param gatewaySettings lines of YAML that are added to each gateway's runtime settings
     */
    public record Plan(
            Path config,
            Path data,
            LocalPorts ports,
            List<String> gatewayJvm,
            List<String> brokerJvm,
            List<String> databaseSettings,
            List<String> gatewaySettings) {
        public Plan {
            config = config.toAbsolutePath().normalize();
            data = data.toAbsolutePath().normalize();
            gatewayJvm = List.copyOf(gatewayJvm);
            brokerJvm = List.copyOf(brokerJvm);
            databaseSettings = List.copyOf(databaseSettings);
            gatewaySettings = List.copyOf(gatewaySettings);
        }

        /** The same with these lines of runtime settings. */
        public Plan withGatewaySettings(List<String> lines) {
            return new Plan(config, data, ports, gatewayJvm, brokerJvm, databaseSettings, lines);
        }

        /** Everything as small as a demo needs it. */
        public static Plan small(Path config, Path data, LocalPorts ports) {
            return new Plan(config, data, ports, LocalGateway.SMALL_JVM, LocalBroker.SMALL_JVM, List.of(), List.of());
        }
    }

    private final Plan plan;
    private final Settings settings;
    private final List<LocalCity> cities;
    private final LocalFolders folders;
    private final FolderLock lock;
    private final Consumer<String> notices;
    private final Supervisor servers;
    private final Supervisor gateways;
    private final Map<City, LocalGateway> running = new ConcurrentHashMap<>();
    private volatile LocalBroker broker;
    private volatile LocalDatabase database;

    private LocalSystem(Plan plan, Settings settings, FolderLock lock, Consumer<String> notices) {
        this.plan = plan;
        this.settings = settings;
        this.lock = lock;
        this.notices = notices;
        this.cities =
                LocalCity.of(settings.cities().values(), settings.systems().values(), plan.ports());
        this.folders = new LocalFolders(plan.data());
        this.servers = new Supervisor(notices);
        this.gateways = new Supervisor(notices);
    }

    /**
     * Reads the configuration and takes the folder; starts nothing yet.
     *
     * @param notices gets a line for every part that is ready, dies or runs again; called from several threads
     * @throws CannotRunException if another program uses the folder
     * @throws cn.changzhutan.exchange.SettingsException with every problem of the files
     */
    public static LocalSystem of(Plan plan, Consumer<String> notices) throws IOException {
        Settings settings = Settings.load(plan.config());
        return new LocalSystem(plan, settings, FolderLock.take(plan.data()), notices);
    }

    public Settings settings() {
        return settings;
    }

    public List<LocalCity> cities() {
        return cities;
    }

    LocalFolders folders() {
        return folders;
    }

    /** Whether nothing was ever started in this folder. */
    boolean isFresh() {
        return !Files.exists(folders.database());
    }

    /**
     * Starts database and broker, makes keys, tokens and settings, and waits until both servers are ready.
     *
     * @return the token of each back-office system
     */
    public Map<SystemName, String> startServers() throws IOException, InterruptedException {
        CompletableFuture<LocalDatabase> databaseReady = servers.keep("PostgreSQL", this::startDatabase);
        CompletableFuture<LocalBroker> brokerReady = servers.keep("the broker", this::startBroker);
        LocalFiles files = new LocalFiles(
                folders, plan.config().resolveSibling("routes"), plan.config().resolveSibling("schemas"));
        Map<SystemName, String> tokens =
                files.writeTokens(cities, settings.users().values());
        files.writePolicy(cities, plan.config());
        LocalDatabase postgres = await(databaseReady);
        notices.accept("PostgreSQL is ready on port " + postgres.port());
        for (LocalCity city : cities) {
            files.writeRuntime(
                    city, cities, postgres.database(databaseName(city)), bootstrap(), plan.gatewaySettings());
        }
        await(brokerReady);
        notices.accept("the broker is ready on port " + plan.ports().broker());
        return tokens;
    }

    /** Starts the gateways and waits until all are ready. */
    public void startGateways() throws IOException, InterruptedException {
        Map<LocalCity, CompletableFuture<LocalGateway>> starting = new LinkedHashMap<>();
        for (LocalCity city : cities) {
            starting.put(city, gateways.keep("the gateway of " + city.profile().nameEn(), () -> startGateway(city)));
        }
        for (Map.Entry<LocalCity, CompletableFuture<LocalGateway>> entry : starting.entrySet()) {
            await(entry.getValue());
            notices.accept("the gateway of " + entry.getKey().profile().nameEn() + " is ready on "
                    + entry.getKey().gateway());
        }
    }

    private LocalDatabase startDatabase() throws IOException, InterruptedException {
        database = LocalDatabase.start(
                folders.database(), folders.database(), plan.ports().database(), plan.databaseSettings());
        return database;
    }

    private LocalBroker startBroker() throws IOException, InterruptedException {
        broker = LocalBroker.start(
                folders.broker(), plan.ports().broker(), plan.ports().controller(), plan.brokerJvm());
        return broker;
    }

    private LocalGateway startGateway(LocalCity city) throws IOException, InterruptedException {
        LocalGateway.Seat seat =
                new LocalGateway.Seat(city.city().name(), city.city(), city.gateway(), folders.runtime(city.city()));
        LocalGateway gateway = LocalGateway.start(seat, plan.config(), folders.processes(), plan.gatewayJvm());
        running.put(city.city(), gateway);
        return gateway;
    }

    /** The process of a city's gateway as it was started last. */
    public Optional<ProcessHandle> gateway(City city) {
        return Optional.ofNullable(running.get(city)).map(LocalGateway::process);
    }

    /** The broker's process as it was started last. */
    public Optional<ProcessHandle> broker() {
        return Optional.ofNullable(broker).flatMap(one -> ProcessHandle.of(one.pid()));
    }

    /** The database server's own process; empty while it is down. */
    public Optional<ProcessHandle> database() throws IOException {
        return database == null ? Optional.empty() : database.server();
    }

    /** How to get into a city's database. */
    public LocalDatabase.Access database(LocalCity city) throws IOException {
        return database.database(databaseName(city));
    }

    /** What Kafka's clients connect to. */
    public String bootstrap() {
        return "127.0.0.1:" + plan.ports().broker();
    }

    private static String databaseName(LocalCity city) {
        return city.city().name().replace('-', '_');
    }

    /** Systems of all cities. */
    public List<SystemProfile> systems() {
        List<SystemProfile> systems = new ArrayList<>();
        cities.forEach(city -> systems.addAll(city.systems()));
        return systems;
    }

    /** Stops the gateways, then broker and database, and waits for them; a second call does nothing. */
    @Override
    public void close() {
        gateways.close();
        servers.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CannotRunException cannot) {
                throw cannot;
            }
            throw new IOException(e.getCause().toString(), e);
        }
    }
}
