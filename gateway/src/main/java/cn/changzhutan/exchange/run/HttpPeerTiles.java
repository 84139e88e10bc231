package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.pipeline.PeerTiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Public files of the other cities' logs, from where the policy says that they are served. No token: they are open. */
final class HttpPeerTiles implements PeerTiles {
    private static final Duration WAIT = Duration.ofSeconds(3);
    private static final int MAX_BYTES = 256 << 10;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(WAIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Supplier<Policy> policy;

    HttpPeerTiles(Supplier<Policy> policy) {
        this.policy = policy;
    }

    @Override
    public Optional<byte[]> get(City city, String path) {
        Optional<URI> prefix = policy.get().logUrl(city);
        if (prefix.isEmpty()) {
            return Optional.empty();
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(prefix.get() + "/" + path))
                .timeout(WAIT)
                .GET()
                .build();
        try {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] bytes = body.readNBytes(MAX_BYTES);
                return answer.statusCode() == 200 ? Optional.of(bytes) : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
