package cn.changzhutan.exchange.bench;

import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.local.LocalCity;
import cn.changzhutan.exchange.local.LocalSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One type of record from one city to another, with what it takes to send, fetch and follow it.
 *
 * @param sample the golden sample from which records are made
 * @param nativeForm whether that is the sending city's own form, which the gateway maps
 */
record Lane(
        int number,
        LocalCity from,
        LocalCity to,
        RecordType type,
        String purpose,
        String senderToken,
        String receiverToken,
        Path sample,
        boolean nativeForm) {

    /** Every city sends every type to the next one. */
    static List<Lane> ring(LocalSystem system, Map<SystemName, String> tokens) {
        List<LocalCity> cities = system.cities();
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < cities.size(); i++) {
            LocalCity from = cities.get(i);
            LocalCity to = cities.get((i + 1) % cities.size());
            for (RouteDefinition route : system.settings().routes(from.city())) {
                lanes.add(of(lanes.size(), system, tokens, from, to, route));
            }
        }
        return lanes;
    }

    private static Lane of(
            int number,
            LocalSystem system,
            Map<SystemName, String> tokens,
            LocalCity from,
            LocalCity to,
            RouteDefinition route) {
        RouteDefinition there = system.settings().routes(to.city()).stream()
                .filter(one -> one.type().equals(route.type()))
                .findFirst()
                .orElseThrow();
        String purpose = system.settings().agreements().all().stream()
                .filter(agreement -> agreement.provider().equals(from.city())
                        && agreement.consumer().equals(to.city())
                        && agreement.type().equals(route.type())
                        && agreement.isInForce(LocalDate.now(ZoneId.of("Asia/Shanghai"))))
                .flatMap(agreement -> agreement.purposes().stream())
                .findFirst()
                .orElseThrow();
        // A FHIR bundle is 3.6 KiB: the record of 0.7 KiB in it is sent in the shared form.
        Path own = route.folder().resolve("samples/full.native.json");
        boolean nativeForm = Files.exists(own) && !route.type().kind().equals("medical");
        return new Lane(
                number,
                from,
                to,
                route.type(),
                purpose,
                tokens.get(route.sender()),
                tokens.get(there.receiver()),
                nativeForm ? own : route.folder().resolve("samples/full.shared.json"),
                nativeForm);
    }

    RecordSource source(long seed) throws IOException {
        return new RecordSource(sample, seed);
    }

    private String query() {
        return "?kind=" + type.kind() + "&type=" + type.type() + "&to=" + to.city();
    }

    byte[] batchHead() {
        return head(
                "POST /api/v1/batches" + query(),
                senderToken,
                "Content-Type: application/" + (nativeForm ? "x-ndjson" : "vnd.changzhutan.shared+x-ndjson")
                        + "\r\nExchange-Purpose: " + purpose + "\r\nExchange-Officer: officer-7\r\n");
    }

    byte[] singleHead(String key) {
        return head(
                "POST /api/v1/exchanges" + query(),
                senderToken,
                "Content-Type: application/" + (nativeForm ? "json" : "vnd.changzhutan.shared+json")
                        + "\r\nExchange-Purpose: " + purpose + "\r\nExchange-Officer: officer-7\r\nIdempotency-Key: "
                        + key + "\r\n");
    }

    byte[] inboxHead(int limit, int wait) {
        return head("GET /api/v1/inbox?limit=" + limit + waiting(wait), receiverToken, "");
    }

    byte[] acknowledgeHead() {
        return head("POST /api/v1/inbox/acknowledge", receiverToken, "Content-Type: application/json\r\n");
    }

    byte[] outcomesHead(String after, int wait) {
        return head(
                "GET /api/v1/outcomes?limit=1000" + waiting(wait) + (after.isEmpty() ? "" : "&after=" + after),
                senderToken,
                "");
    }

    private static String waiting(int seconds) {
        return seconds == 0 ? "" : "&wait=" + seconds;
    }

    private static byte[] head(String request, String token, String headers) {
        return (request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\n" + headers)
                .getBytes(StandardCharsets.UTF_8);
    }
}
