package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.ExchangeId;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * A simulated back office to which its gateway pushes: {@code POST /<system>} with the native document and the header Exchange-Id.
 * Answers 204 when the record is on disk, also for a repeat; 422 with problem+json (RFC 9457) when it gives the record back.
 */
final class PushOffice implements AutoCloseable {
    private static final Pattern SYSTEM = Pattern.compile("/([a-z][a-z0-9-]{1,63})");
    private static final int MAX_BYTES = 4 << 20;

    private final HttpServer server;
    private final ExecutorService workers;
    private final EffectJournal journal;

    private PushOffice(HttpServer server, ExecutorService workers, EffectJournal journal) {
        this.server = server;
        this.workers = workers;
        this.journal = journal;
    }

    /** @throws CannotRunException if the port is taken */
    static PushOffice start(int port, EffectJournal journal) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 64);
        } catch (BindException e) {
            Ports.requireFree(port, "a simulated back office");
            throw e;
        }
        ExecutorService workers = Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task, "back-office-" + port);
            thread.setDaemon(true);
            return thread;
        });
        PushOffice office = new PushOffice(server, workers, journal);
        server.createContext("/", office::handle);
        server.setExecutor(workers);
        server.start();
        return office;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdown();
    }

    private void handle(HttpExchange call) throws IOException {
        try (call) {
            byte[] content = call.getRequestBody().readNBytes(MAX_BYTES + 1);
            var path = SYSTEM.matcher(call.getRequestURI().getPath());
            String id = call.getRequestHeaders().getFirst("Exchange-Id");
            if (!call.getRequestMethod().equals("POST") || !path.matches() || !isId(id) || content.length > MAX_BYTES) {
                call.sendResponseHeaders(400, -1);
                return;
            }
            String system = path.group(1);
            String name = id + extension(call.getRequestHeaders().getFirst("Content-Type"));
            if (UnknownPerson.isIn(content)) {
                journal.giveBack(system, name);
                answer(call, "{\"code\":\"" + UnknownPerson.CODE + "\",\"detail\":\"" + UnknownPerson.TEXT + "\"}");
                return;
            }
            boolean conflict = journal.take(system, name, content) == EffectJournal.Line.CONFLICT;
            call.sendResponseHeaders(conflict ? 409 : 204, -1);
        }
    }

    private static void answer(HttpExchange call, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", "application/problem+json");
        call.sendResponseHeaders(422, body.length);
        call.getResponseBody().write(body);
    }

    private static boolean isId(String id) {
        try {
            return id != null && ExchangeId.parse(id) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String extension(String mediaType) {
        if (mediaType == null) {
            return ".bin";
        }
        return mediaType.contains("json") ? ".json" : mediaType.contains("xml") ? ".xml" : ".bin";
    }
}
