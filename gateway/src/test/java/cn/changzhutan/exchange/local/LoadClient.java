package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A back office that sends at a bounded rate, and repeats what was not answered, or answered with 429 or 5xx, with the same key until
 * it is acknowledged. Where a city has several doors, each attempt takes any of them. One thread.
 */
final class LoadClient implements Runnable {
    /**
     * How it sends.
     *
     * @param name part of every message id
     * @param doors addresses of the city's gateway processes
     * @param batch records in a call; 1 posts single records
     * @param every time between two calls at least
     */
    record Manner(String name, City city, List<URI> doors, int batch, Duration every) {}

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String SHARED = "application/vnd.changzhutan.shared+json";
    private static final String SHARED_LINES = "application/vnd.changzhutan.shared+x-ndjson";

    private final HttpClient http;
    private final Manner manner;
    private final List<LoadTemplate> templates;
    private final Map<String, String> tokens;
    private final LoadLedger ledger;
    private final Random dice;
    private final BooleanSupplier stopped;
    private final Map<URI, LongAdder> taken = new TreeMap<>();
    private final Map<LoadTemplate, Integer> numbers = new LinkedHashMap<>();
    private int messages;

    /** @param tokens by name of the sending system */
    LoadClient(
            HttpClient http,
            Manner manner,
            List<LoadTemplate> templates,
            Map<String, String> tokens,
            LoadLedger ledger,
            Random dice,
            BooleanSupplier stopped) {
        this.http = http;
        this.manner = manner;
        this.templates = templates.stream()
                .filter(one -> one.sample().from().city().equals(manner.city()))
                .toList();
        this.tokens = tokens;
        this.ledger = ledger;
        this.dice = dice;
        this.stopped = stopped;
        manner.doors().forEach(door -> taken.put(door, new LongAdder()));
    }

    /** How many calls each door answered with 2xx. */
    Map<URI, LongAdder> taken() {
        return taken;
    }

    @Override
    public void run() {
        try {
            while (!stopped.getAsBoolean()) {
                long start = System.nanoTime();
                LoadTemplate template = templates.get(dice.nextInt(templates.size()));
                List<City> all = List.copyOf(template.to());
                List<City> to =
                        all.size() > 1 && dice.nextInt(3) > 0 ? List.of(all.get(dice.nextInt(all.size()))) : all;
                if (manner.batch() == 1) {
                    single(template, to);
                } else {
                    batch(template, to);
                }
                LockSupport.parkNanos(manner.every().toNanos() - (System.nanoTime() - start));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            ledger.wrong(manner.name() + " ended: " + e);
        }
    }

    private void single(LoadTemplate template, List<City> to) throws InterruptedException {
        String message = manner.name() + "-" + messages++;
        int number = numbers.merge(template, 1, Integer::sum);
        boolean shared = template.isRevised() || dice.nextBoolean();
        byte[] body = shared ? template.sharedForm(number, source(template)) : template.nativeForm(number);
        String mediaType = shared ? SHARED : template.sample().mediaType();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            HttpResponse<byte[]> answer = call(
                    "exchanges", template, to, request -> request.header("Idempotency-Key", message), mediaType, body);
            if (answer != null && answer.statusCode() == 202) {
                ledger.acknowledged(message, manner.city(), template, to, Json.parse(answer.body()));
                return;
            }
            if (givesUp(message + " of " + template.sample(), answer, end)) {
                return;
            }
        }
    }

    private void batch(LoadTemplate template, List<City> to) throws InterruptedException {
        Map<String, byte[]> open = new LinkedHashMap<>();
        for (int i = 0; i < manner.batch(); i++) {
            String message = manner.name() + "-" + messages++;
            byte[] record = template.sharedForm(numbers.merge(template, 1, Integer::sum), source(template));
            open.put(
                    message,
                    ("{\"id\":\"" + message + "\",\"record\":" + new String(record, StandardCharsets.UTF_8) + "}\n")
                            .getBytes(StandardCharsets.UTF_8));
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!open.isEmpty()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            open.values().forEach(body::writeBytes);
            HttpResponse<byte[]> answer =
                    call("batches", template, to, request -> request, SHARED_LINES, body.toByteArray());
            if (answer != null && answer.statusCode() == 200) {
                new String(answer.body(), StandardCharsets.UTF_8)
                        .lines()
                        .forEach(line -> take(Json.parse(line.getBytes(StandardCharsets.UTF_8)), template, to, open));
            }
            if (!open.isEmpty() && givesUp(open.keySet() + " of " + template.sample(), answer, end)) {
                return;
            }
        }
    }

    private void take(JsonNode line, LoadTemplate template, Collection<City> to, Map<String, byte[]> open) {
        int status = line.path("status").asInt();
        String message = line.path("id").asText();
        if (status == 202) {
            ledger.acknowledged(message, manner.city(), template, to, line);
            open.remove(message);
        } else if (status != 429 && status < 500) {
            ledger.wrong(message + " of " + template.sample() + ": " + line);
            open.remove(message);
        }
    }

    private String source(LoadTemplate template) {
        return manner.name() + " " + template.sample().name();
    }

    private interface Headers {
        HttpRequest.Builder add(HttpRequest.Builder request);
    }

    /** Null if the connection failed. */
    private HttpResponse<byte[]> call(
            String what, LoadTemplate template, List<City> to, Headers headers, String mediaType, byte[] body)
            throws InterruptedException {
        Sample sample = template.sample();
        URI door = manner.doors().get(dice.nextInt(manner.doors().size()));
        List<String> names = new ArrayList<>();
        to.forEach(city -> names.add(city.name()));
        String query =
                "?kind=" + sample.type().kind() + "&type=" + sample.type().type() + "&to=" + String.join(",", names);
        HttpRequest.Builder request = HttpRequest.newBuilder(door.resolve("/api/v1/" + what + query))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + tokens.get(sample.sender().value()))
                .header("Content-Type", mediaType)
                .header("Exchange-Purpose", sample.purpose())
                .header("Exchange-Officer", URLEncoder.encode("李·办事员", StandardCharsets.UTF_8))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        try {
            HttpResponse<byte[]> answer =
                    http.send(headers.add(request).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() / 100 == 2) {
                taken.get(door).increment();
            }
            return answer;
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether this answer is the last; else waits a moment for the next attempt. */
    private boolean givesUp(String what, HttpResponse<byte[]> answer, long end) throws InterruptedException {
        boolean later = answer == null
                || answer.statusCode() == 429
                || answer.statusCode() >= 500
                || answer.statusCode() == 200;
        if (!later || System.nanoTime() > end) {
            ledger.wrong(what
                    + (later
                            ? " was never answered"
                            : ": HTTP " + answer.statusCode() + " "
                                    + new String(answer.body(), StandardCharsets.UTF_8)));
            return true;
        }
        ledger.repeated();
        TimeUnit.MILLISECONDS.sleep(100 + dice.nextInt(400));
        return false;
    }
}
