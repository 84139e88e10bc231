package cn.changzhutan.exchange.witness;

import cn.changzhutan.exchange.log.AddCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A witness over HTTP. Follows no redirects, and reads no more of an answer than one can be long. Thread-safe. */
public final class HttpWitnessLink implements WitnessLink {
    private static final int MAX_BYTES = 131_072;
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final String prefix;

    /** @param prefix before {@code /add-checkpoint}, as the policy names it */
    public HttpWitnessLink(URI prefix) {
        String text = prefix.toString();
        this.prefix = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public WitnessAnswer add(AddCheckpoint request) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(prefix + "/add-checkpoint"))
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.encode())));
    }

    @Override
    public Optional<String> newest(String origin) throws IOException, InterruptedException {
        WitnessAnswer answer =
                send(HttpRequest.newBuilder(URI.create(prefix + "/checkpoint/" + CheckpointWitness.hashOf(origin)))
                        .GET());
        return switch (answer.status()) {
            case 200 -> Optional.of(answer.body());
            case 404 -> Optional.empty();
            default -> throw new IOException("status " + answer.status());
        };
    }

    private WitnessAnswer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                http.send(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            byte[] body = in.readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                throw new IOException("an answer longer than " + MAX_BYTES + " bytes");
            }
            return new WitnessAnswer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    new String(body, StandardCharsets.UTF_8));
        }
    }
}
