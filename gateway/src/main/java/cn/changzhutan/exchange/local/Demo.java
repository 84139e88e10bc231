package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The whole system on one machine: started in order, fed, shown, and stopped in the opposite order. */
final class Demo implements AutoCloseable {
    private final Path config;
    private final DemoFolders folders;
    private final Progress progress;
    private final Supervisor servers;
    private final Supervisor gateways;
    private final List<AutoCloseable> others = new ArrayList<>();
    private final GatewayClient client = new GatewayClient();
    private volatile boolean started;
    private boolean closed;
    private List<DemoCity> cities = List.of();
    private BackOffices offices;

    Demo(Path config, DemoFolders folders, Progress progress) {
        this.config = config.toAbsolutePath().normalize();
        this.folders = folders;
        this.progress = progress;
        this.servers = new Supervisor(progress::say);
        this.gateways = new Supervisor(progress::say);
    }

    /** Starts everything, feeds the samples, shows the table. @return true if every sample ended as it should */
    boolean run() throws IOException, InterruptedException {
        DemoChecks.java();
        DemoChecks.config(config);
        Settings settings = Settings.load(config);
        cities = DemoCity.of(settings.cities().values(), settings.systems().values());
        others.add(FolderLock.take(folders.root()));
        DemoChecks.officePorts(cities);
        boolean fresh = !Files.exists(folders.database());
        started = true;
        Map<SystemName, String> tokens = start(settings);
        List<Sample> samples = DemoSamples.of(settings, cities, fresh);
        progress.say("feeding " + samples.size() + " samples");
        Feeding feeding = new Feeding(client, new FileDropper(folders), tokens, "demo-" + System.currentTimeMillis());
        List<Sent> sent = feeding.feed(cities, samples);
        List<String> wrong = new ArrayList<>(feeding.awaitEnds(sent));
        return show(sent, wrong);
    }

    private Map<SystemName, String> start(Settings settings) throws IOException, InterruptedException {
        CompletableFuture<LocalDatabase> database = servers.keep(
                "PostgreSQL",
                () -> LocalDatabase.start(folders.database(), folders.database(), DemoChecks.DATABASE_PORT));
        CompletableFuture<LocalBroker> broker = servers.keep(
                "the broker",
                () -> LocalBroker.start(folders.broker(), DemoChecks.BROKER_PORT, DemoChecks.CONTROLLER_PORT));
        DemoFiles files = new DemoFiles(folders, config.resolveSibling("routes"), config.resolveSibling("schemas"));
        Map<SystemName, String> tokens =
                files.writeTokens(cities, settings.users().values());
        files.writePolicy(cities, config);
        LocalDatabase postgres = await(database);
        progress.say("PostgreSQL is ready on port " + postgres.port());
        for (DemoCity city : cities) {
            files.writeRuntime(
                    city, cities, postgres.database(city.city().name().replace('-', '_')), bootstrap());
        }
        await(broker);
        progress.say("the broker is ready on port " + DemoChecks.BROKER_PORT);
        AtomicBoolean first = new AtomicBoolean(true);
        offices = BackOffices.start(cities, folders, tokens, progress::say, () -> {
            if (first.getAndSet(false)) {
                progress.say("the first record is delivered");
            }
        });
        others.add(offices);
        Map<DemoCity, CompletableFuture<LocalGateway>> starting =
                new TreeMap<>(java.util.Comparator.comparing(DemoCity::number));
        for (DemoCity city : cities) {
            starting.put(
                    city,
                    gateways.keep(
                            "the gateway of " + city.profile().nameEn(),
                            () -> LocalGateway.start(city, config, folders)));
        }
        for (Map.Entry<DemoCity, CompletableFuture<LocalGateway>> entry : starting.entrySet()) {
            await(entry.getValue());
            progress.say("the gateway of " + entry.getKey().profile().nameEn() + " is ready on "
                    + entry.getKey().gateway());
        }
        return tokens;
    }

    private static String bootstrap() {
        return "127.0.0.1:" + DemoChecks.BROKER_PORT;
    }

    private boolean show(List<Sent> sent, List<String> wrong) throws IOException, InterruptedException {
        Map<String, Accounts> accounts = new TreeMap<>();
        List<String> found = List.of();
        for (int i = 0; i < 100; i++) { // what an earlier run had left on its way ends as well
            for (DemoCity city : cities) {
                accounts.put(city.city().name(), Accounts.parse(client.metrics(city.gateway())));
            }
            found = Accounts.disagreements(accounts, offices.counts(EffectJournal.Line.EFFECT));
            if (found.isEmpty()) {
                break;
            }
            Thread.sleep(200);
        }
        wrong.addAll(found);
        offices.counts(EffectJournal.Line.CONFLICT).forEach((city, count) -> {
            if (count > 0) {
                wrong.add(city + ": " + count + " deliveries with another content under the same exchange id");
            }
        });
        progress.plain("");
        progress.plain(DemoTable.of(cities, accounts));
        for (DemoCity city : cities) {
            progress.plain(city.profile().nameEn() + " " + city.profile().nameZh() + ": " + city.gateway());
        }
        progress.plain("Tokens of the back-office systems, auditors and others: " + folders.credentials());
        progress.plain("What the back offices took: " + folders.root().resolve("back-offices"));
        progress.plain("");
        long refused = sent.stream().filter(one -> one.exchanges().isEmpty()).count();
        if (wrong.isEmpty()) {
            progress.say(sent.size() + " samples ended as they should, " + refused + " of them refused at the door");
        } else {
            wrong.forEach(line -> progress.say("NOT AS IT SHOULD BE: " + line));
        }
        return wrong.isEmpty();
    }

    /** Stops gateways, broker, PostgreSQL and back offices, and waits for them; a second caller waits for the first. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (started) {
            progress.say("stopping");
        }
        progress.beSilent();
        gateways.close();
        servers.close();
        for (AutoCloseable other : others) {
            try {
                other.close();
            } catch (Exception e) {
                progress.plain("not stopped cleanly: " + e);
            }
        }
        if (started) {
            progress.plain("Stopped.");
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
