package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.settings.Intake;
import cn.changzhutan.exchange.settings.SystemProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Hands the samples in, each city's in its own way and all cities at the same time, and waits until each has ended. */
final class Feeding {
    private static final long PATIENCE_SECONDS = 120;

    private final GatewayClient client;
    private final FileDropper dropper;
    private final Map<SystemName, String> tokens;
    private final String run;

    /** @param run a name that no earlier run on the same data had: it makes the message ids new */
    Feeding(GatewayClient client, FileDropper dropper, Map<SystemName, String> tokens, String run) {
        this.client = client;
        this.dropper = dropper;
        this.tokens = tokens;
        this.run = run;
    }

    /** What the gateways said to each sample. */
    List<Sent> feed(List<LocalCity> cities, List<Sample> samples) throws IOException, InterruptedException {
        List<Callable<List<Sent>>> tasks = new ArrayList<>();
        for (LocalCity city : cities) {
            List<SystemName> byFile = city.systemsWith(Intake.FILE_DROP).stream()
                    .map(SystemProfile::name)
                    .toList();
            List<Sample> ours = samples.stream()
                    .filter(sample -> sample.from().equals(city))
                    .toList();
            tasks.add(() -> dropper.drop(
                    ours.stream()
                            .filter(sample -> byFile.contains(sample.sender()))
                            .toList(),
                    run));
            tasks.add(() -> post(ours.stream()
                    .filter(sample -> !byFile.contains(sample.sender()))
                    .toList()));
        }
        ExecutorService workers = Executors.newFixedThreadPool(tasks.size(), task -> {
            Thread thread = new Thread(task, "feeding");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Sent> all = new ArrayList<>();
            for (Future<List<Sent>> result : workers.invokeAll(tasks)) {
                all.addAll(result.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } finally {
            workers.shutdownNow();
        }
    }

    private List<Sent> post(List<Sample> samples) throws IOException, InterruptedException {
        List<Sent> sent = new ArrayList<>();
        for (Sample sample : samples) {
            sent.add(client.send(sample, run + "-" + sent.size(), tokens.get(sample.sender())));
        }
        return sent;
    }

    /** Waits until every accepted exchange has ended. @return what ended otherwise than it may, in words */
    List<String> awaitEnds(List<Sent> all) throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        for (Sent sent : all) {
            Sample sample = sent.sample();
            if (sent.exchanges().isEmpty() && !sample.ends().contains(Sample.End.REFUSED)) {
                wrong.add(sample + ": refused " + sent.codes() + " (expected: " + sample.ends() + ")");
            }
            for (String exchange : sent.exchanges()) {
                Optional<Sample.End> end = awaitEnd(sample, exchange, deadline);
                if (end.isEmpty() || !sample.ends().contains(end.get())) {
                    wrong.add(sample + ", " + exchange + ": "
                            + end.map(Enum::name).orElse("not ended") + " (expected: " + sample.ends() + ")");
                }
            }
        }
        return wrong;
    }

    private Optional<Sample.End> awaitEnd(Sample sample, String exchange, long deadline) throws InterruptedException {
        while (true) {
            Optional<Sample.End> end = client.end(sample.from().gateway(), exchange, tokens.get(sample.sender()));
            if (end.isPresent() || System.nanoTime() > deadline) {
                return end;
            }
            Thread.sleep(100);
        }
    }
}
