package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.audit.TooBroadException;
import cn.changzhutan.exchange.pipeline.Answer;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import cn.changzhutan.exchange.pipeline.OverCapacityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every problem that openapi.yaml names for an operation is provoked here, and nothing else comes: {@link Wire} checks each answer
 * against the document, and this class checks that no documented problem is left unprovoked.
 */
class DocumentedProblemsTest {
    private static final String QUERY = "?kind=pension&type=PARTICIPATION&to=zhuzhou";
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";
    private static final String LINE = "{\"id\":\"m-1\",\"record\":{}}\n";
    private static final String REASON = "{\"reason\":\"复核\"}";
    private static final String ID = "01932f3a-7c21-7b44-9d51-3f0a6c2e8b17";

    private final ApiServer server = ApiServer.fresh();

    @TestFactory
    java.util.stream.Stream<DynamicTest> sendRecord() {
        Map<String, Supplier<Wire>> calls = sending("/api/v1/exchanges", JSON, "{}");
        calls.put("400 BODY_MALFORMED", () -> {
            refuse(Refusal.Stage.MAP, "MALFORMED");
            return Wire.sending(server, "/api/v1/exchanges" + QUERY).body(JSON, "{");
        });
        calls.put("403 NOT_AUTHORISED", () -> {
            refuse(Refusal.Stage.AUTHORISE, "NO_AGREEMENT");
            return Wire.sending(server, "/api/v1/exchanges" + QUERY).body(JSON, "{}");
        });
        calls.put("409 IDEMPOTENCY_CONFLICT", () -> {
            refuse(Refusal.Stage.SEAL, "IDEMPOTENCY_CONFLICT");
            return Wire.sending(server, "/api/v1/exchanges" + QUERY).body(JSON, "{}");
        });
        calls.put("422 RECORD_REFUSED", () -> {
            refuse(Refusal.Stage.MAP, "REQUIRED");
            return Wire.sending(server, "/api/v1/exchanges" + QUERY).body(JSON, "{}");
        });
        return tests("POST /api/v1/exchanges", calls);
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> sendBatch() {
        Map<String, Supplier<Wire>> calls = sending("/api/v1/batches", LINES, LINE);
        calls.put(
                "400 BODY_MALFORMED",
                () -> Wire.sending(server, "/api/v1/batches" + QUERY).body(JSON, "{}"));
        calls.put(
                "413 BATCH_TOO_LONG",
                () -> Wire.sending(server, "/api/v1/batches" + QUERY)
                        .body(LINES, "\n".repeat(ApiServer.LIMITS.batchLines() + 1)));
        return tests("POST /api/v1/batches", calls);
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> readExchange() {
        Map<String, Supplier<Wire>> calls = reading("/api/v1/exchanges/" + ID);
        calls.remove("400 PARAMETER_INVALID");
        calls.remove("400 PARAMETER_REPEATED");
        calls.put("404 EXCHANGE_UNKNOWN", () -> get("/api/v1/exchanges/" + ID));
        return tests("GET /api/v1/exchanges/{id}", calls);
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> readOutcomes() {
        return tests("GET /api/v1/outcomes", waiting("/api/v1/outcomes"));
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> readInbox() {
        return tests("GET /api/v1/inbox", waiting("/api/v1/inbox"));
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> readCheckpoint() {
        Map<String, Supplier<Wire>> calls = open("/log/checkpoint");
        calls.put("404 NOT_FOUND", () -> {
            server.log.checkpoints.clear();
            return Wire.call(server, "GET", "/log/checkpoint");
        });
        return tests("GET /log/checkpoint", calls);
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> readCosigned() {
        String path = "/log/cosigned?over=1";
        Map<String, Supplier<Wire>> calls = new LinkedHashMap<>();
        calls.put("400 PARAMETER_MISSING", () -> Wire.call(server, "GET", "/log/cosigned"));
        calls.put("400 PARAMETER_UNKNOWN", () -> Wire.call(server, "GET", path + "&page=1"));
        calls.put("400 PARAMETER_REPEATED", () -> Wire.call(server, "GET", path + "&over=1"));
        calls.put("400 PARAMETER_INVALID", () -> Wire.call(server, "GET", "/log/cosigned?over=-1"));
        calls.put("404 NOT_FOUND", () -> Wire.call(server, "GET", "/log/cosigned?over=300"));
        calls.put("406 NOT_ACCEPTABLE", () -> Wire.call(server, "GET", path).header("Accept", "image/png"));
        calls.put("503 LOG_UNAVAILABLE", () -> {
            server.log.failure = new LogUnavailableException("down", null);
            return Wire.call(server, "GET", path);
        });
        return tests("GET /log/cosigned", calls);
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> readEvidence() {
        String path = "/api/v1/exchanges/" + ApiServer.EVIDENCE + "/evidence";
        Map<String, Supplier<Wire>> calls = new LinkedHashMap<>();
        calls.put("400 PARAMETER_UNKNOWN", () -> get(path + "?page=1"));
        calls.put(
                "400 HEADER_REPEATED",
                () -> get(path).header("Audit-Reason", "a").header("Audit-Reason", "b"));
        calls.put("400 HEADER_INVALID", () -> get(path).header("Audit-Reason", "%E7%8E"));
        calls.put("401 UNAUTHENTICATED", () -> Wire.call(server, "GET", path));
        calls.put("403 ROLE_NOT_ALLOWED", () -> Wire.call(server, "GET", path).token(ApiServer.OPERATOR));
        calls.put("404 EXCHANGE_UNKNOWN", () -> get("/api/v1/exchanges/" + ID + "/evidence"));
        calls.put("406 NOT_ACCEPTABLE", () -> get(path).header("Accept", "text/html"));
        calls.put("429 OVER_CAPACITY", () -> failing(path, new OverCapacityException("full")));
        calls.put("503 LOG_UNAVAILABLE", () -> failing(path, new LogUnavailableException("down", null)));
        return tests("GET /api/v1/exchanges/{id}/evidence", calls);
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> addCheckpoint() {
        String path = "/witness/add-checkpoint";
        Supplier<Wire> good = () -> Wire.call(server, "POST", path).body("text/plain", "old 0\n");
        Map<String, Supplier<Wire>> calls = new LinkedHashMap<>();
        calls.put(
                "400 PARAMETER_UNKNOWN",
                () -> Wire.call(server, "POST", path + "?x=1").body("text/plain", "old 0\n"));
        calls.put(
                "400 HEADER_REPEATED",
                () -> good.get().header("Content-Encoding", "gzip").header("Content-Encoding", "br"));
        calls.put("400 BODY_MISSING", () -> good.get().body(""));
        calls.put("408 REQUEST_TIMEOUT", () -> good.get().announcing(500));
        calls.put("413 BODY_TOO_LARGE", () -> good.get().body(" ".repeat(65_537)));
        calls.put("415 ENCODING_UNSUPPORTED", () -> good.get().header("Content-Encoding", "br"));
        calls.put("503 LOG_UNAVAILABLE", () -> {
            server.witness = witnessDown();
            return good.get();
        });
        return tests("POST " + path, calls);
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> readWitnessed() {
        String path = "/witness/checkpoint/" + "0".repeat(64);
        Map<String, Supplier<Wire>> calls = new LinkedHashMap<>();
        calls.put("400 PARAMETER_UNKNOWN", () -> Wire.call(server, "GET", path + "?x=1"));
        calls.put("401 UNAUTHENTICATED", () -> Wire.call(server, "GET", "/witness/checkpoint/x"));
        calls.put("503 LOG_UNAVAILABLE", () -> {
            server.witness = witnessDown();
            return Wire.call(server, "GET", path);
        });
        return tests("GET /witness/checkpoint/{hash}", calls);
    }

    private static java.util.function.Function<String, cn.changzhutan.exchange.witness.WitnessAnswer> witnessDown() {
        return asked -> {
            throw new LogUnavailableException("down", null);
        };
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> readTile() {
        Map<String, Supplier<Wire>> calls = open("/log/tile/0/000");
        calls.put("401 UNAUTHENTICATED", () -> Wire.call(server, "GET", "/log/tile/entries/000"));
        calls.put("403 ROLE_NOT_ALLOWED", () -> get("/log/tile/entries/000"));
        calls.put("404 NOT_FOUND", () -> Wire.call(server, "GET", "/log/tile/0/002"));
        return tests("GET /log/tile/**", calls);
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> readCheckpoints() {
        String path = "/log/checkpoints";
        Map<String, Supplier<Wire>> calls = new LinkedHashMap<>();
        reading(path)
                .forEach((problem, call) -> calls.put(
                        problem, () -> call.get().without("Authorization").token(ApiServer.AUDITOR)));
        calls.put("401 UNAUTHENTICATED", () -> Wire.call(server, "GET", path));
        calls.put("403 ROLE_NOT_ALLOWED", () -> get(path));
        return tests("GET " + path, calls);
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> searchLog() {
        return tests("POST /api/v1/audit/search", questions("/api/v1/audit/search", ApiServer.AUDITOR, REASON));
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> countLog() {
        return tests("POST /api/v1/audit/count", questions("/api/v1/audit/count", ApiServer.AUDITOR, REASON));
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> exportLog() {
        return tests("POST /api/v1/audit/export", questions("/api/v1/audit/export", ApiServer.AUDITOR, REASON));
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> readUsages() {
        return tests(
                "POST /api/v1/portal/usages",
                questions("/api/v1/portal/usages", ApiServer.PORTAL, "{\"id\":\"" + ID + "\"}"));
    }

    private Map<String, Supplier<Wire>> questions(String path, String token, String body) {
        Map<String, Supplier<Wire>> calls = new LinkedHashMap<>();
        Supplier<Wire> good = () -> Wire.call(server, "POST", path).token(token).body(JSON, body);
        calls.put(
                "400 PARAMETER_UNKNOWN",
                () -> Wire.call(server, "POST", path + "?x=1").token(token).body(JSON, body));
        calls.put(
                "400 HEADER_REPEATED",
                () -> good.get().header("Content-Encoding", "gzip").header("Content-Encoding", "br"));
        calls.put("400 BODY_MISSING", () -> good.get().body(""));
        calls.put("400 BODY_MALFORMED", () -> good.get().body(body.replace('}', ',')));
        calls.put("401 UNAUTHENTICATED", () -> good.get().without("Authorization"));
        calls.put(
                "403 ROLE_NOT_ALLOWED",
                () -> good.get().without("Authorization").token(ApiServer.PENSION));
        calls.put("406 NOT_ACCEPTABLE", () -> good.get().header("Accept", "image/png"));
        calls.put("408 REQUEST_TIMEOUT", () -> good.get().announcing(500));
        calls.put("413 BODY_TOO_LARGE", () -> good.get().body(" ".repeat((1 << 16) + 1)));
        calls.put("415 MEDIA_TYPE_UNSUPPORTED", () -> good.get().without("Content-Type"));
        calls.put("415 ENCODING_UNSUPPORTED", () -> good.get().header("Content-Encoding", "br"));
        calls.put("422 QUERY_TOO_BROAD", () -> question(good, new TooBroadException()));
        calls.put("429 OVER_CAPACITY", () -> question(good, new OverCapacityException("full")));
        calls.put("500 INTERNAL", () -> question(good, new IllegalStateException("broken")));
        calls.put("503 LOG_UNAVAILABLE", () -> question(good, new LogUnavailableException("down", null)));
        return calls;
    }

    private Wire question(Supplier<Wire> good, RuntimeException failure) {
        server.audit.failure = failure;
        return good.get();
    }

    private Map<String, Supplier<Wire>> open(String path) {
        Map<String, Supplier<Wire>> calls = new LinkedHashMap<>();
        calls.put("400 PARAMETER_UNKNOWN", () -> Wire.call(server, "GET", path + "?page=1"));
        calls.put("406 NOT_ACCEPTABLE", () -> Wire.call(server, "GET", path).header("Accept", "image/png"));
        calls.put("503 LOG_UNAVAILABLE", () -> {
            server.log.failure = new LogUnavailableException("down", null);
            return Wire.call(server, "GET", path);
        });
        return calls;
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> acknowledge() {
        return tests(
                "POST /api/v1/inbox/acknowledge",
                inbox("/api/v1/inbox/acknowledge", "{\"exchanges\":[\"" + ID + "\"]}"));
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> giveBack() {
        return tests(
                "POST /api/v1/inbox/return",
                inbox(
                        "/api/v1/inbox/return",
                        "{\"returns\":[{\"exchange\":\"" + ID + "\",\"code\":\"PERSON_UNKNOWN\",\"text\":\"查无此人\"}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/openapi.yaml", "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
    void openAddress_onlyAcceptRefused(String path) {
        tests(
                        "GET " + path,
                        Map.of(
                                "406 NOT_ACCEPTABLE",
                                () -> Wire.call(server, "GET", path).header("Accept", "image/png")))
                .forEach(DocumentedProblemsTest::run);
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> metrics() {
        return tests(
                "GET /actuator/prometheus",
                Map.of(
                        "403 LOOPBACK_ONLY",
                                () -> Wire.call(server, "GET", "/actuator/prometheus")
                                        .header("X-Forwarded-For", "203.0.113.7"),
                        "406 NOT_ACCEPTABLE",
                                () -> Wire.call(server, "GET", "/actuator/prometheus")
                                        .header("Accept", "image/png")));
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> everywhere() {
        Map<String, Supplier<Wire>> calls = new LinkedHashMap<>();
        calls.put("400 REQUEST_MALFORMED", () -> get("/api/v1/exchanges/%2e%2e%2f"));
        calls.put("401 UNAUTHENTICATED", () -> Wire.call(server, "GET", "/nothing"));
        calls.put("404 NOT_FOUND", () -> get("/nothing"));
        calls.put(
                "405 METHOD_NOT_ALLOWED",
                () -> Wire.call(server, "DELETE", "/api/v1/outcomes").token(ApiServer.PENSION));
        calls.put("500 INTERNAL", () -> failing("/api/v1/outcomes", new IllegalStateException("broken")));
        return tests(OpenApiDocument.get().everywhere(), calls);
    }

    private Map<String, Supplier<Wire>> sending(String path, String type, String body) {
        Map<String, Supplier<Wire>> calls = new LinkedHashMap<>();
        Supplier<Wire> good = () -> Wire.sending(server, path + QUERY).body(type, body);
        calls.put(
                "400 PARAMETER_MISSING",
                () -> Wire.sending(server, path + "?kind=pension&to=zhuzhou").body(type, body));
        calls.put(
                "400 PARAMETER_REPEATED",
                () -> Wire.sending(server, path + QUERY + "&to=xiangtan").body(type, body));
        calls.put(
                "400 PARAMETER_UNKNOWN",
                () -> Wire.sending(server, path + QUERY + "&too=xiangtan").body(type, body));
        calls.put(
                "400 PARAMETER_INVALID",
                () -> Wire.sending(server, path + "?kind=pension&type=PARTICIPATION&to=paris")
                        .body(type, body));
        calls.put("400 HEADER_MISSING", () -> good.get().without("Exchange-Purpose"));
        calls.put("400 HEADER_REPEATED", () -> good.get().header("exchange-officer", "other"));
        calls.put(
                "400 HEADER_INVALID",
                () -> good.get().without("Exchange-Officer").header("Exchange-Officer", "%E7%8E"));
        calls.put("400 BODY_MISSING", () -> Wire.sending(server, path + QUERY).body(type, ""));
        calls.put("401 UNAUTHENTICATED", () -> good.get().without("Authorization"));
        calls.put(
                "403 ROLE_NOT_ALLOWED",
                () -> good.get().without("Authorization").token(ApiServer.AUDITOR));
        calls.put("403 NOT_YOUR_TYPE", () -> good.get().without("Authorization").token(ApiServer.MEDICAL));
        calls.put("406 NOT_ACCEPTABLE", () -> good.get().header("Accept", "image/png"));
        calls.put("408 REQUEST_TIMEOUT", () -> good.get().announcing(50));
        calls.put(
                "413 BODY_TOO_LARGE",
                () -> Wire.sending(server, path + QUERY).body(type, " ".repeat(ApiServer.LIMITS.batchBytes() + 1)));
        calls.put(
                "415 MEDIA_TYPE_UNSUPPORTED",
                () -> Wire.sending(server, path + QUERY).body("text/plain", body));
        calls.put("415 ENCODING_UNSUPPORTED", () -> good.get().header("Content-Encoding", "gzip"));
        calls.put("429 OVER_CAPACITY", () -> {
            fail(new OverCapacityException("full"));
            return good.get();
        });
        calls.put("500 INTERNAL", () -> {
            fail(new IllegalStateException("broken"));
            return good.get();
        });
        calls.put("503 LOG_UNAVAILABLE", () -> {
            fail(new LogUnavailableException("down", null));
            return good.get();
        });
        return calls;
    }

    /** As {@link #reading}, where a call may wait. */
    private Map<String, Supplier<Wire>> waiting(String path) {
        Map<String, Supplier<Wire>> calls = reading(path);
        calls.put("429 OVER_CAPACITY", () -> failing(path, new OverCapacityException("full")));
        return calls;
    }

    private Map<String, Supplier<Wire>> reading(String path) {
        Map<String, Supplier<Wire>> calls = new LinkedHashMap<>();
        calls.put("400 PARAMETER_UNKNOWN", () -> get(path + "?page=1"));
        calls.put("400 PARAMETER_REPEATED", () -> get(path + "?limit=1&limit=2"));
        calls.put("400 PARAMETER_INVALID", () -> get(path + "?after=nowhere"));
        calls.put("401 UNAUTHENTICATED", () -> Wire.call(server, "GET", path));
        calls.put("403 ROLE_NOT_ALLOWED", () -> Wire.call(server, "GET", path).token(ApiServer.AUDITOR));
        calls.put("406 NOT_ACCEPTABLE", () -> get(path).header("Accept", "text/html"));
        calls.put("500 INTERNAL", () -> failing(path, new IllegalStateException("broken")));
        calls.put("503 LOG_UNAVAILABLE", () -> failing(path, new LogUnavailableException("down", null)));
        return calls;
    }

    private Map<String, Supplier<Wire>> inbox(String path, String body) {
        Map<String, Supplier<Wire>> calls = new LinkedHashMap<>();
        Supplier<Wire> good =
                () -> Wire.call(server, "POST", path).token(ApiServer.PENSION).body(JSON, body);
        calls.put(
                "400 PARAMETER_UNKNOWN",
                () -> Wire.call(server, "POST", path + "?x=1")
                        .token(ApiServer.PENSION)
                        .body(JSON, body));
        calls.put(
                "400 HEADER_REPEATED",
                () -> good.get().header("Content-Encoding", "gzip").header("Content-Encoding", "br"));
        calls.put("400 BODY_MISSING", () -> good.get().body(""));
        calls.put("400 BODY_MALFORMED", () -> good.get().body(body.replace('}', ',')));
        calls.put("401 UNAUTHENTICATED", () -> good.get().without("Authorization"));
        calls.put(
                "403 ROLE_NOT_ALLOWED",
                () -> good.get().without("Authorization").token(ApiServer.AUDITOR));
        calls.put("406 NOT_ACCEPTABLE", () -> good.get().header("Accept", "image/png"));
        calls.put("408 REQUEST_TIMEOUT", () -> good.get().announcing(500));
        calls.put("413 BODY_TOO_LARGE", () -> good.get().body(" ".repeat(ApiServer.LIMITS.bodyBytes() + 1)));
        calls.put("415 MEDIA_TYPE_UNSUPPORTED", () -> good.get().without("Content-Type"));
        calls.put("415 ENCODING_UNSUPPORTED", () -> good.get().header("Content-Encoding", "br"));
        calls.put("429 OVER_CAPACITY", () -> {
            server.desk.failure = new OverCapacityException("full");
            return good.get();
        });
        calls.put("500 INTERNAL", () -> {
            server.desk.failure = new IllegalStateException("broken");
            return good.get();
        });
        calls.put("503 LOG_UNAVAILABLE", () -> {
            server.desk.failure = new LogUnavailableException("down", null);
            return good.get();
        });
        return calls;
    }

    private Wire get(String target) {
        return Wire.call(server, "GET", target).token(ApiServer.PENSION);
    }

    private Wire failing(String target, RuntimeException failure) {
        server.desk.failure = failure;
        server.log.failure = failure;
        return get(target);
    }

    private void refuse(Refusal.Stage stage, String code) {
        server.intake.answer = submission -> new Answer.Refused(Refusal.of(stage, code, "", "hint", "提示"));
    }

    private void fail(RuntimeException failure) {
        server.intake.answer = submission -> {
            throw failure;
        };
    }

    private static java.util.stream.Stream<DynamicTest> tests(String operation, Map<String, Supplier<Wire>> calls) {
        return tests(OpenApiDocument.get().problems(operation), calls);
    }

    private static java.util.stream.Stream<DynamicTest> tests(
            SortedSet<String> documented, Map<String, Supplier<Wire>> calls) {
        assertThat(new TreeSet<>(calls.keySet())).isEqualTo(documented);
        return calls.entrySet().stream()
                .map(call -> DynamicTest.dynamicTest(call.getKey(), () -> {
                    ApiServer.fresh();
                    Wire.Reply reply = call.getValue().get().send();
                    assertThat(reply.status() + " " + reply.code()).isEqualTo(call.getKey());
                }));
    }

    private static void run(DynamicTest test) {
        try {
            test.getExecutable().execute();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
