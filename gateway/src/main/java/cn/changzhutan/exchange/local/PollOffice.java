package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A simulated back office that fetches its deliveries: reads the inbox, records every item, and acknowledges them together, or gives
 * back those about a person it does not know.
 */
final class PollOffice {
    private static final long EVERY_MILLIS = 300;

    private final String system;
    private final URI gateway;
    private final String token;
    private final EffectJournal journal;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private PollOffice(String system, URI gateway, String token, EffectJournal journal) {
        this.system = system;
        this.gateway = gateway;
        this.token = token;
        this.journal = journal;
    }

    /** @param gateway {@code http://host:port} of the city's gateway; it need not answer yet */
    static Repeating start(String system, URI gateway, String token, EffectJournal journal) {
        PollOffice office = new PollOffice(system, gateway, token, journal);
        return Repeating.start("back-office-" + system, EVERY_MILLIS, () -> {
            try {
                office.takeAll();
            } catch (IOException e) {
                // The gateway is down or starting: what was not acknowledged is in the inbox the next time.
            }
        });
    }

    private void takeAll() throws IOException, InterruptedException {
        JsonNode page = call(HttpRequest.newBuilder(gateway.resolve("/api/v1/inbox?limit=100"))
                .GET());
        List<String> taken = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (JsonNode item : page.path("items")) {
            String exchange = item.path("exchange").textValue();
            byte[] content = item.path("nativeForm").path("content").binaryValue();
            String name = exchange
                    + (item.path("nativeForm").path("mediaType").asText().contains("xml") ? ".xml" : ".json");
            if (UnknownPerson.isIn(content)) {
                journal.giveBack(system, name);
                unknown.add("{\"exchange\":\"" + exchange + "\",\"code\":\"" + UnknownPerson.CODE + "\",\"text\":\""
                        + UnknownPerson.TEXT + "\"}");
            } else if (journal.take(system, name, content) != EffectJournal.Line.CONFLICT) {
                taken.add("\"" + exchange + "\"");
            }
        }
        post("/api/v1/inbox/acknowledge", "exchanges", taken);
        post("/api/v1/inbox/return", "returns", unknown);
    }

    private void post(String path, String member, List<String> items) throws IOException, InterruptedException {
        if (!items.isEmpty()) {
            String body = "{\"" + member + "\":[" + String.join(",", items) + "]}";
            call(HttpRequest.newBuilder(gateway.resolve(path))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
        }
    }

    private JsonNode call(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(
                request.header("Authorization", "Bearer " + token)
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("HTTP " + answer.statusCode());
        }
        return Json.parse(answer.body());
    }
}
