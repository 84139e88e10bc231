package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.chaos.Chaos;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The back offices of all cities send at once: from each city two threads single records of all kinds, and one batches. */
final class Load implements AutoCloseable {
    private static final int BATCH = 8;

    private final LoadLedger ledger;
    private final List<LoadClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Repeating looking;
    private volatile boolean stopped;

    private Load(Stage stage, Map<City, List<URI>> doors, double callsASecond) throws IOException {
        ledger = new LoadLedger(stage.policy());
        List<LoadTemplate> templates = LoadTemplate.all(stage.system().settings(), stage.cities());
        Duration every = Duration.ofNanos((long) (1e9 / callsASecond));
        for (LocalCity city : stage.cities()) {
            for (int i = 0; i < 3; i++) {
                String name = city.city() + "-" + i;
                LoadClient.Manner manner =
                        new LoadClient.Manner(name, city.city(), doors.get(city.city()), i == 0 ? BATCH : 1, every);
                LoadClient client = new LoadClient(
                        stage.http(),
                        manner,
                        templates,
                        stage.tokens(),
                        ledger,
                        Chaos.dice("load " + name),
                        () -> stopped);
                clients.add(client);
                Thread thread = new Thread(client, name);
                thread.setDaemon(true);
                threads.add(thread);
            }
        }
        looking = Repeating.start(
                "looks-at-checkpoints",
                1000,
                () -> doors.forEach((city, all) -> all.forEach(door ->
                        stage.get(door.resolve("/log/checkpoint")).ifPresent(note -> ledger.shown(city, note)))));
    }

    /**
     * Begins to send.
     *
     * @param doors addresses of each city's gateway processes
     * @param callsASecond of each thread, at most
     */
    static Load start(Stage stage, Map<City, List<URI>> doors, double callsASecond) throws IOException {
        Load load = new Load(stage, doors, callsASecond);
        load.threads.forEach(Thread::start);
        return load;
    }

    static Map<City, List<URI>> doors(Stage stage) {
        Map<City, List<URI>> doors = new HashMap<>();
        stage.cities().forEach(city -> doors.put(city.city(), new ArrayList<>(List.of(city.gateway()))));
        return doors;
    }

    LoadLedger ledger() {
        return ledger;
    }

    /** How many calls each door answered with 2xx. */
    Map<URI, Long> taken() {
        Map<URI, Long> sums = new TreeMap<>();
        clients.forEach(client -> client.taken().forEach((door, count) -> sums.merge(door, count.sum(), Long::sum)));
        return sums;
    }

    /** Has every client finish what it is about, until it is answered. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join(TimeUnit.MINUTES.toMillis(5));
            if (thread.isAlive()) {
                ledger.wrong(thread.getName() + " does not end");
            }
        }
        looking.close();
    }

    @Override
    public void close() {
        stopped = true;
        threads.forEach(Thread::interrupt);
        looking.close();
    }
}
