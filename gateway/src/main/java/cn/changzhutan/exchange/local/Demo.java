package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.SystemName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The whole system on one machine: started in order, fed, shown, and stopped in the opposite order. */
final class Demo implements AutoCloseable {
    private final LocalSystem.Plan plan;
    private final Progress progress;
    private final GatewayClient client = new GatewayClient();
    private volatile LocalSystem system;
    private volatile boolean started;
    private boolean closed;
    private BackOffices offices;

    Demo(Path config, Path data, Progress progress) {
        this.plan = LocalSystem.Plan.small(config, data, LocalPorts.DEMO);
        this.progress = progress;
    }

    /** Starts everything, feeds the samples, shows the table. @return true if every sample ended as it should */
    boolean run() throws IOException, InterruptedException {
        DemoChecks.java();
        DemoChecks.config(plan.config());
        LocalSystem opened = LocalSystem.of(plan, progress::say);
        system = opened;
        DemoChecks.officePorts(opened.cities());
        started = true;
        boolean fresh = opened.isFresh();
        Map<SystemName, String> tokens = start(opened);
        List<Sample> samples = DemoSamples.of(opened.settings(), opened.cities(), fresh);
        progress.say("feeding " + samples.size() + " samples");
        Feeding feeding =
                new Feeding(client, new FileDropper(opened.folders()), tokens, "demo-" + System.currentTimeMillis());
        List<Sent> sent = feeding.feed(opened.cities(), samples);
        List<String> wrong = new ArrayList<>(feeding.awaitEnds(sent));
        return show(opened, sent, wrong);
    }

    private Map<SystemName, String> start(LocalSystem opened) throws IOException, InterruptedException {
        Map<SystemName, String> tokens = opened.startServers();
        AtomicBoolean first = new AtomicBoolean(true);
        offices = BackOffices.start(opened.cities(), opened.folders(), tokens, progress::say, () -> {
            if (first.getAndSet(false)) {
                progress.say("the first record is delivered");
            }
        });
        opened.startGateways();
        return tokens;
    }

    private boolean show(LocalSystem opened, List<Sent> sent, List<String> wrong)
            throws IOException, InterruptedException {
        List<LocalCity> cities = opened.cities();
        LocalFolders folders = opened.folders();
        Map<String, Accounts> accounts = new TreeMap<>();
        List<String> found = List.of();
        for (int i = 0; i < 100; i++) { // what an earlier run had left on its way ends as well
            for (LocalCity city : cities) {
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
        for (LocalCity city : cities) {
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
        LocalSystem opened = system;
        if (opened == null) {
            return;
        }
        if (started) {
            progress.say("stopping");
        }
        progress.beSilent();
        opened.close();
        if (offices != null) {
            offices.close();
        }
        if (started) {
            progress.plain("Stopped.");
        }
    }
}
