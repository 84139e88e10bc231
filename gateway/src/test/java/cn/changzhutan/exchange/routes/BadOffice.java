package cn.changzhutan.exchange.routes;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A back office on a bare socket, which can answer as no HTTP server would. Counts what took effect by the exchange's id. */
final class BadOffice implements AutoCloseable {
    enum Mood {
        GOOD,
        ERROR,
        CLOSES,
        CLOSES_IN_HEAD,
        CLOSES_BETWEEN_HEADERS,
        CLOSES_IN_BODY,
        CLOSES_IN_CHUNK,
        GARBAGE,
        ENDLESS_HEADER,
        ENDLESS_HEADERS,
        HUGE_BODY,
        HANGS
    }

    private record Request(String exchange, String person) {}

    private static final Pattern PERSON = Pattern.compile("[0-9]{17}[0-9Xx]");

    private final ServerSocket server;
    private final Map<String, AtomicInteger> effects = new ConcurrentHashMap<>();
    private final Map<String, List<String>> orders = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger hanging = new AtomicInteger();
    private final Random dice;
    private volatile Mood[] moods = {Mood.GOOD};
    private volatile boolean closed;

    BadOffice(Random dice) throws IOException {
        this.dice = dice;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/in");
    }

    /** What each call gets from now on, drawn from these. */
    void mood(Mood... drawn) {
        moods = drawn.clone();
        synchronized (this) {
            notifyAll();
        }
    }

    /** How often each exchange was answered with success. */
    Map<String, AtomicInteger> effects() {
        return effects;
    }

    /** Persons whose exchanges took effect in another order than that of their ids, which is that of their acceptance. */
    List<String> disorder() {
        return orders.entrySet().stream()
                .filter(entry -> !entry.getValue()
                        .equals(entry.getValue().stream().sorted().toList()))
                .map(Map.Entry::getKey)
                .toList();
    }

    int calls() {
        return calls.get();
    }

    int hanging() {
        return hanging.get();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "bad-office");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (Request request = request(in); request != null; request = request(in)) {
                calls.incrementAndGet();
                if (!answer(request, draw(), out)) {
                    return;
                }
            }
        } catch (IOException e) {
            // the gateway hung up
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Mood draw() {
        return moods[dice.nextInt(moods.length)];
    }

    /** @return null at the end */
    private static Request request(InputStream in) throws IOException {
        String exchange = null;
        int length = 0;
        for (String line = line(in); line != null; line = line(in)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("exchange-id:")) {
                exchange = line.substring(12).strip();
            } else if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            } else if (line.isEmpty()) {
                String body = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
                Matcher person = PERSON.matcher(body);
                return new Request(exchange, person.find() ? person.group() : "");
            }
        }
        return null;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return null;
    }

    /** @return whether the connection stays */
    private boolean answer(Request request, Mood mood, OutputStream out) throws IOException, InterruptedException {
        switch (mood) {
            case GOOD -> {
                take(request);
                write(out, "HTTP/1.1 204 No Content\r\n\r\n");
                return true;
            }
            case ERROR -> {
                write(out, "HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\n{}");
                return true;
            }
            case CLOSES -> {}
            case CLOSES_IN_HEAD -> write(out, "HTTP/1.1 200 OK\r\nContent-Le");
            case CLOSES_BETWEEN_HEADERS -> write(out, "HTTP/1.1 200 OK\r\nX: x\r\n");
            case CLOSES_IN_BODY -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"ok\"");
            case CLOSES_IN_CHUNK -> write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n{\"ok\"");
            case GARBAGE -> write(out, "\u0000\u0001 no HTTP at all\r\n\r\n");
            case ENDLESS_HEADER -> repeat(out, "HTTP/1.1 200 OK\r\nX: ", "x".repeat(8192));
            case ENDLESS_HEADERS -> repeat(out, "HTTP/1.1 200 OK\r\n", "X: x\r\n".repeat(1000));
            case HUGE_BODY -> repeat(out, "HTTP/1.1 200 OK\r\nContent-Length: 4000000000\r\n\r\n", "x".repeat(8192));
            case HANGS -> hang(out);
        }
        return false;
    }

    private void take(Request request) {
        int times = effects.computeIfAbsent(request.exchange(), id -> new AtomicInteger())
                .incrementAndGet();
        if (times == 1) {
            orders.computeIfAbsent(request.person(), person -> new CopyOnWriteArrayList<>())
                    .add(request.exchange());
        }
    }

    private synchronized void hang(OutputStream out) throws IOException, InterruptedException {
        write(out, "HTTP/1.1 200 OK\r\n");
        hanging.incrementAndGet();
        while (!closed && Arrays.asList(moods).contains(Mood.HANGS)) {
            wait(1_000);
        }
        hanging.decrementAndGet();
    }

    /** 64 MiB and an end that looks well: whoever reads it all has been had. */
    private static void repeat(OutputStream out, String head, String what) throws IOException {
        write(out, head);
        for (long sent = 0; sent < 64L << 20; sent += what.length()) {
            write(out, what);
        }
        write(out, "\r\nContent-Length: 0\r\n\r\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        mood(Mood.GOOD);
    }
}
