package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A back office's HTTP client: what anyone would write against openapi.yaml. Thread-safe. */
final class GatewayClient {
    private static final String OFFICER = "王·阿依古丽 𠮷";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /**
     * Sends a sample; if the gateway is busy or down for a moment, sends it again with the same key, which can have no second effect.
     *
     * @param key the message's own id
     * @throws IOException if there is no answer within a minute, or one that is no answer to a record
     */
    Sent send(Sample sample, String key, String token) throws IOException, InterruptedException {
        String query =
                "?kind=" + sample.type().kind() + "&type=" + sample.type().type() + "&to=" + sample.to();
        HttpRequest request = HttpRequest.newBuilder(sample.from().gateway().resolve("/api/v1/exchanges" + query))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", sample.mediaType())
                .header("Idempotency-Key", key)
                .header("Exchange-Purpose", sample.purpose())
                .header("Exchange-Case", encoded("演示〔2026〕1号"))
                .header("Exchange-Officer", encoded(OFFICER))
                .POST(HttpRequest.BodyPublishers.ofByteArray(sample.content()))
                .build();
        HttpResponse<byte[]> answer = patiently(request);
        JsonNode body = Json.parse(answer.body());
        List<String> exchanges = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        if (answer.statusCode() == 202) {
            body.path("exchanges")
                    .forEach(one -> exchanges.add(one.path("exchange").asText()));
        } else if (answer.statusCode() >= 400 && answer.statusCode() < 500) {
            body.path("problems")
                    .forEach(problem -> codes.add(problem.path("code").asText()));
            if (codes.isEmpty()) {
                codes.add(body.path("code").asText("HTTP_" + answer.statusCode()));
            }
        } else {
            throw new IOException(sample + ": HTTP " + answer.statusCode());
        }
        return new Sent(sample, exchanges, codes);
    }

    /** How an exchange has ended; empty if it has not, or the gateway does not answer now. */
    Optional<Sample.End> end(URI gateway, String exchange, String token) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/api/v1/exchanges/" + exchange))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200 ? end(Json.parse(answer.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Sample.End> end(JsonNode exchange) {
        return switch (exchange.path("state").asText()) {
            case "DELIVERED" -> Optional.of(Sample.End.DELIVERED);
            case "RETURNED" ->
                Optional.of(
                        exchange.path("returned").path("code").asText().equals("SUPERSEDED")
                                ? Sample.End.SUPERSEDED
                                : Sample.End.RETURNED);
            default -> Optional.empty();
        };
    }

    /** The gateway's metrics in Prometheus' text format. */
    String metrics(URI gateway) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/actuator/prometheus"))
                .timeout(Duration.ofSeconds(20))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (answer.statusCode() != 200) {
            throw new IOException("metrics of " + gateway + ": HTTP " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpResponse<byte[]> patiently(HttpRequest request) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            IOException failure = null;
            try {
                HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() != 429 && answer.statusCode() < 500 || System.nanoTime() > end) {
                    return answer;
                }
            } catch (IOException e) {
                failure = e;
            }
            if (failure != null && System.nanoTime() > end) {
                throw failure;
            }
            Thread.sleep(500);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
