package cn.changzhutan.exchange.witness;

import cn.changzhutan.exchange.log.AddCheckpoint;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A witness over HTTP and nothing else, for the stand-alone program: {@code POST /witness/add-checkpoint} and
 * {@code GET /witness/checkpoint/HASH}. TLS is the reverse proxy's in front of it.
 */
final class WitnessServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WitnessServer.class);
    private static final String ADD = "/witness/add-checkpoint";
    private static final String CHECKPOINT = "/witness/checkpoint/";
    private static final int THREADS = 16;

    private final CheckpointWitness witness;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    /** @throws UncheckedIOException if the address cannot be listened on */
    WitnessServer(CheckpointWitness witness, InetSocketAddress address) {
        this.witness = witness;
        // Seconds. The library has no other way to end a request or an answer that trickles.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        try {
            server = HttpServer.create(address, 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            WitnessAnswer answer;
            try {
                answer = answer(exchange);
            } catch (UncheckedIOException | IllegalStateException e) {
                LOG.error("cannot keep the state: {}", e.getMessage());
                answer = WitnessAnswer.refused(503, "the witness cannot keep its state now");
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.mediaType());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private WitnessAnswer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        if (path.equals(ADD)) {
            if (!exchange.getRequestMethod().equals("POST")) {
                return WitnessAnswer.refused(405, "POST only");
            }
            byte[] body = exchange.getRequestBody().readNBytes(AddCheckpoint.MAX_BYTES + 1);
            return body.length > AddCheckpoint.MAX_BYTES
                    ? WitnessAnswer.refused(413, "longer than " + AddCheckpoint.MAX_BYTES + " bytes")
                    : witness.add(body);
        }
        if (path.startsWith(CHECKPOINT)) {
            return exchange.getRequestMethod().equals("GET")
                    ? witness.newest(path.substring(CHECKPOINT.length()))
                    : WitnessAnswer.refused(405, "GET only");
        }
        return WitnessAnswer.refused(404, "not here");
    }

    @Override
    public void close() {
        server.stop(1);
        threads.shutdownNow();
    }
}
