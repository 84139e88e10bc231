package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.SettingsException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How the commands of an operator call a running gateway: the same interface that every other program uses. */
final class OperatorClient {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int MAX_TOKEN = 8192;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8101",
            description = "the gateway (default: ${DEFAULT-VALUE})")
    private URI url;

    @Option(
            names = "--token-file",
            required = true,
            paramLabel = "FILE",
            description = "file with the user's token, readable by its owner alone")
    private Path tokenFile;

    /** The gateway's answer. */
    record Answer(int status, JsonNode body) {}

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    Answer post(String path) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    Answer post(String path, byte[] json) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json)));
    }

    /** Writes an answer that is no JSON to a new file. @throws SettingsException as of every call, or if the file is there already */
    void download(String path, byte[] json, Path file) throws IOException, InterruptedException {
        if (Files.exists(file)) {
            throw new SettingsException(List.of(file + ": is there already (expected: a new file)"));
        }
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                .build();
        HttpResponse<InputStream> answer = exchange(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() >= 300) {
                throw new SettingsException(problems(parsed(answer.statusCode(), body.readAllBytes())));
            }
            Files.copy(body, file);
        }
    }

    private HttpRequest.Builder request(String path) throws IOException {
        if (Files.size(tokenFile) > MAX_TOKEN) {
            throw new SettingsException(List.of(tokenFile + ": found no token (expected: one line)"));
        }
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + Files.readString(tokenFile).strip());
    }

    /** @throws SettingsException with the gateway's problems, a line each, if it answers with any */
    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = exchange(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        JsonNode body = parsed(answer.statusCode(), answer.body());
        if (answer.statusCode() >= 300) {
            throw new SettingsException(problems(body));
        }
        return new Answer(answer.statusCode(), body);
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new SettingsException(
                    List.of(url + ": does not answer (" + e.getClass().getSimpleName() + ")"));
        }
    }

    private JsonNode parsed(int status, byte[] body) {
        try {
            return Json.parse(body);
        } catch (Json.MalformedException e) {
            throw new SettingsException(List.of(url + ": HTTP " + status + ", not a gateway's answer"));
        }
    }

    private static List<String> problems(JsonNode body) {
        List<String> lines = new ArrayList<>();
        body.path("problems")
                .forEach(problem -> lines.add(body.path("code").asText() + " "
                        + problem.path("pointer").asText() + ": "
                        + problem.path("hint").asText()));
        return lines.isEmpty() ? List.of(body.path("code").asText("no problem was told")) : lines;
    }
}
