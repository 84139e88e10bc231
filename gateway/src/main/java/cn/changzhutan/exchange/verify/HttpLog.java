package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.City;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A log over HTTP. Checkpoint and hash tiles are open; the rest is asked for with the token of the city whose log it is. */
final class HttpLog implements LogSource {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int MAX_BYTES = 64 << 20;
    private static final int PAGE = 500;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String prefix;
    private final Function<City, Optional<String>> tokens;
    private Optional<String> token = Optional.empty();

    /** @param prefix what stands before {@code /checkpoint} */
    HttpLog(String prefix, Function<City, Optional<String>> tokens) {
        this.prefix = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return prefix;
    }

    @Override
    public void city(City city) {
        token = tokens.apply(city);
    }

    @Override
    public String checkpoint() throws SourceException {
        return new String(file("checkpoint"), StandardCharsets.UTF_8);
    }

    @Override
    public List<Listed> checkpoints() throws SourceException {
        List<Listed> all = new ArrayList<>();
        String after = "";
        while (true) {
            List<Listed> page =
                    CheckpointList.parse(file("checkpoints?limit=" + PAGE + after), prefix + "/checkpoints");
            if (page.isEmpty()) {
                return all;
            }
            long last = page.get(page.size() - 1).size();
            if (!all.isEmpty() && last <= all.get(all.size() - 1).size()) {
                throw new SourceException(prefix + "/checkpoints: its pages do not go on");
            }
            all.addAll(page);
            after = "&after=" + last;
        }
    }

    @Override
    public byte[] file(String path) throws SourceException {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(prefix + "/" + path)).timeout(ANSWER);
            token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
            HttpResponse<InputStream> answer =
                    client.send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] bytes = body.readNBytes(MAX_BYTES);
                if (answer.statusCode() != 200) {
                    throw new SourceException(
                            path + " is not given: HTTP " + answer.statusCode() + hint(answer.statusCode()));
                }
                return bytes;
            }
        } catch (IOException e) {
            throw new SourceException(path + " cannot be read: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException(path + " was not read: interrupted");
        }
    }

    private static String hint(int status) {
        return status == 401 || status == 403 ? " (give the token of an auditor with --token-file)" : "";
    }
}
