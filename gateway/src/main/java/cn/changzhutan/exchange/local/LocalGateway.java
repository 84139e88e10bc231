package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.City;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One city's gateway in a process of its own. Thread-safe. */
final class LocalGateway implements Running {
    private static final int START_SECONDS = 300;
    static final List<String> SMALL_JVM = List.of(
            "-Xmx256m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

    private final Process process;

    private LocalGateway(Process process) {
        this.process = process;
    }

    /**
     * One process of a city's gateway.
     *
     * @param name of the process: its log is called so
     * @param http where it answers
     * @param runtime its own settings
     */
    record Seat(String name, City city, URI http, Path runtime) {}

    /** Starts the gateway and waits until it is ready. @throws CannotRunException if it is not within 5 minutes, or ends */
    static LocalGateway start(Seat seat, Path config, Path processes, List<String> jvm)
            throws IOException, InterruptedException {
        ChildJvm child = new ChildJvm(
                seat.name(),
                jvm,
                List.of(
                        "run",
                        "--city",
                        seat.city().name(),
                        "--config",
                        config.toString(),
                        "--runtime",
                        seat.runtime().toString()),
                processes);
        child.endLeftover();
        Ports.requireFree(seat.http().getPort(), "the gateway " + seat.name());
        LocalGateway gateway = new LocalGateway(child.start());
        try {
            gateway.awaitReady(seat, processes.resolve(seat.name() + ".log"));
        } catch (RuntimeException | InterruptedException e) {
            gateway.close();
            throw e;
        }
        return gateway;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public CompletableFuture<Void> ended() {
        return process.onExit().thenRun(() -> {});
    }

    @Override
    public void close() {
        ChildJvm.end(process);
    }

    private void awaitReady(Seat seat, Path log) throws InterruptedException {
        URI readiness = seat.http().resolve("/actuator/health/readiness");
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            if (isReady(client, readiness)) {
                return;
            }
            Thread.sleep(100);
        }
        throw new CannotRunException("The gateway " + seat.name() + " did not start: see " + log + ".");
    }

    private static boolean isReady(HttpClient client, URI readiness) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(readiness)
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not yet
        }
    }
}
