package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import cn.changzhutan.exchange.pipeline.OverCapacityException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reconciliation and erasure over HTTP; each answer and each problem is checked against openapi.yaml. */
class RecordsTest {
    private static final String JSON = "application/json";
    private static final String DAY = "?day=2026-11-22";
    private static final String ERASURES = "/api/v1/erasures";
    private static final String ONE = ERASURES + "/" + FakeRecords.ERASURE;
    private static final String BY_ID =
            "{\"exchanges\":[\"" + FakeRecords.EXCHANGE + "\"],\"ground\":\"CONSENT_WITHDRAWN\"}";
    private static final String BY_PERSON =
            "{\"person\":{\"idType\":\"RESIDENT_ID\",\"id\":\"43010419821123039X\"},\"ground\":\"OTHER_LAW\"}";

    private final ApiServer server = ApiServer.fresh();

    @Test
    void result_isGivenReadAndAsTheTextThatIsDigested() {
        var reply = operator("POST", "/api/v1/reconciliations" + DAY).send();

        JsonNode result = Json.parse(reply.text()).path("results").path(0);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(result.path("outcome").asText()).isEqualTo("INCOMPLETE");
        assertThat(result.path("details").path("trouble").asText()).isEqualTo("UNREACHABLE");
        assertThat(result.path("result").asText()).startsWith("{\"city\":\"changsha\",\"day\":\"2026-11-22\"");
        assertThat(server.records.calls).containsExactly("run 2026-11-22", "latest 2026-11-22");
    }

    @Test
    void auditor_readsButDoesNotRun() {
        assertThat(auditor("GET", "/api/v1/reconciliations" + DAY).send().status())
                .isEqualTo(200);
        var page = auditor("GET", "/api/v1/reconciliations/mismatches" + DAY + "&peer=zhuzhou&limit=7")
                .send();
        assertThat(Json.parse(page.text()).path("items").path(0).path("here").asText())
                .isEqualTo("OPEN 6000.00");
        assertThat(server.records.calls).contains("mismatches 2026-11-22 zhuzhou  7");
    }

    @Test
    void otherCity_getsTheStatementOfItsOwnExchangesAlone() {
        var statement = peer("/api/v1/reconciliation/statement" + DAY).send();
        var items = peer("/api/v1/reconciliation/exchanges" + DAY + "&flow=SENT&kind=pension&type=PARTICIPATION")
                .send();

        assertThat(Json.parse(statement.text()).path("peer").asText()).isEqualTo("zhuzhou");
        assertThat(Json.parse(items.text()).path("items")).hasSize(1);
        assertThat(server.records.calls)
                .containsExactly(
                        "statement 2026-11-22 zhuzhou", "items 2026-11-22 zhuzhou SENT pension/PARTICIPATION 1000");
    }

    @Test
    void erasure_waitsForASecondUser_thenIsDone() {
        var asked = operator("POST", ERASURES).body(JSON, BY_ID).send();
        var waiting = auditor("GET", ONE).send();
        var agreed = admin("POST", ONE + "/approve").send();

        assertThat(asked.status()).isEqualTo(202);
        assertThat(Json.parse(waiting.text()).path("state").asText()).isEqualTo("WAITING");
        assertThat(agreed.status()).isEqualTo(200);
        assertThat(Json.parse(agreed.text()).path("approvedBy").asText()).isEqualTo("changsha-admin");
        assertThat(auditor("GET", ONE).send().status()).isEqualTo(200);
        assertThat(server.records.calls)
                .contains("erase changsha-operator [" + FakeRecords.EXCHANGE + "] CONSENT_WITHDRAWN");
    }

    @Test
    void person_travelsInTheBodyAndComesBackNowhere() {
        var reply = operator("POST", ERASURES).body(JSON, BY_PERSON).send();

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.whole()).doesNotContain("43010419821123039X");
        assertThat(server.records.calls)
                .containsExactly("erase changsha-operator RESIDENT_ID 43010419821123039X OTHER_LAW");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                           | /ground
            {"ground":"BOREDOM","exchanges":["x"]}                       | /ground
            {"ground":"OTHER_LAW"}                                       | /exchanges
            {"ground":"OTHER_LAW","exchanges":["x"]}                     | /exchanges/0
            {"ground":"OTHER_LAW","person":{"id":"1","idType":"NONE"}}   | /person
            {"ground":"OTHER_LAW","person":{"id":"1"}}                   | /person/idType
            """)
    void wrongBody_isToldWithItsPlace(String body, String place) {
        var reply = operator("POST", ERASURES).body(JSON, body).send();

        assertThat(reply.status() + " " + reply.code()).isEqualTo("400 BODY_MALFORMED");
        assertThat(Json.parse(reply.text())
                        .path("problems")
                        .path(0)
                        .path("pointer")
                        .asText())
                .isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30", "2999-01-01", "0001-01-01", "today", "20261122"})
    void dayThatIsNone_isRefused(String day) {
        var reply = operator("POST", "/api/v1/reconciliations?day=" + day).send();

        assertThat(reply.code()).isEqualTo("PARAMETER_INVALID");
        assertThat(server.records.calls).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> documentedProblemsOfReconciliations() {
        String mismatches = "/api/v1/reconciliations/mismatches" + DAY + "&peer=zhuzhou";
        String items = "/api/v1/reconciliation/exchanges" + DAY + "&flow=SENT&kind=pension&type=PARTICIPATION";
        Map<String, Supplier<Wire>> run = reading("POST", "/api/v1/reconciliations" + DAY, ApiServer.OPERATOR);
        run.put("429 OVER_CAPACITY", () -> {
            server.records.failure = new OverCapacityException("full");
            return operator("POST", "/api/v1/reconciliations" + DAY);
        });
        return Stream.of(
                        tests("POST /api/v1/reconciliations", run),
                        tests(
                                "GET /api/v1/reconciliations",
                                reading("GET", "/api/v1/reconciliations" + DAY, ApiServer.AUDITOR)),
                        tests("GET /api/v1/reconciliations/mismatches", reading("GET", mismatches, ApiServer.AUDITOR)),
                        tests(
                                "GET /api/v1/reconciliation/statement",
                                reading("GET", "/api/v1/reconciliation/statement" + DAY, ApiServer.PEER)),
                        tests("GET /api/v1/reconciliation/exchanges", reading("GET", items, ApiServer.PEER)))
                .flatMap(each -> each);
    }

    @TestFactory
    Stream<DynamicTest> documentedProblemsOfErasures() {
        Map<String, Supplier<Wire>> read = common("GET", ONE, ApiServer.AUDITOR);
        read.put("404 ERASURE_UNKNOWN", () -> auditor("GET", ERASURES + "/1"));
        Map<String, Supplier<Wire>> approve = common("POST", ONE + "/approve", ApiServer.ADMIN);
        approve.put("404 ERASURE_UNKNOWN", () -> admin("POST", ERASURES + "/" + new java.util.UUID(1, 2) + "/approve"));
        approve.put("403 SECOND_USER_NEEDED", () -> operator("POST", ONE + "/approve"));
        approve.put("409 ERASURE_DONE", () -> {
            server.records.done = true;
            return admin("POST", ONE + "/approve");
        });
        approve.put("429 OVER_CAPACITY", () -> {
            server.records.failure = new OverCapacityException("full");
            return admin("POST", ONE + "/approve");
        });
        return Stream.of(
                        tests("POST /api/v1/erasures", requesting()),
                        tests("GET /api/v1/erasures/{id}", read),
                        tests("POST /api/v1/erasures/{id}/approve", approve))
                .flatMap(each -> each);
    }

    private Map<String, Supplier<Wire>> requesting() {
        Supplier<Wire> good = () -> operator("POST", ERASURES).body(JSON, BY_ID);
        Map<String, Supplier<Wire>> calls = new LinkedHashMap<>();
        common("POST", ERASURES, ApiServer.OPERATOR)
                .forEach((code, call) -> calls.put(code, () -> call.get().body(JSON, BY_ID)));
        calls.put(
                "400 HEADER_REPEATED",
                () -> good.get().header("Content-Encoding", "gzip").header("Content-Encoding", "br"));
        calls.put("400 BODY_MISSING", () -> good.get().body(""));
        calls.put("400 BODY_MALFORMED", () -> good.get().body("{"));
        calls.put("408 REQUEST_TIMEOUT", () -> good.get().announcing(500));
        calls.put("413 BODY_TOO_LARGE", () -> good.get().body(" ".repeat(ApiServer.LIMITS.bodyBytes() + 1)));
        calls.put("415 MEDIA_TYPE_UNSUPPORTED", () -> good.get().without("Content-Type"));
        calls.put("415 ENCODING_UNSUPPORTED", () -> good.get().header("Content-Encoding", "br"));
        calls.put("429 OVER_CAPACITY", () -> {
            server.records.failure = new OverCapacityException("full");
            return good.get();
        });
        return calls;
    }

    private Map<String, Supplier<Wire>> reading(String method, String target, String token) {
        Map<String, Supplier<Wire>> calls = common(method, target, token);
        String path = target.substring(0, target.indexOf('?'));
        calls.put("400 PARAMETER_MISSING", () -> call(method, path, token));
        calls.put("400 PARAMETER_REPEATED", () -> call(method, target + "&day=2026-11-21", token));
        calls.put("400 PARAMETER_UNKNOWN", () -> call(method, target + "&x=1", token));
        calls.put("400 PARAMETER_INVALID", () -> call(method, target.replace("11-22", "13-22"), token));
        return calls;
    }

    private Map<String, Supplier<Wire>> common(String method, String target, String token) {
        Map<String, Supplier<Wire>> calls = new LinkedHashMap<>();
        calls.put("400 PARAMETER_UNKNOWN", () -> call(method, target + "?x=1", token));
        calls.put("401 UNAUTHENTICATED", () -> Wire.call(server, method, target));
        calls.put("403 ROLE_NOT_ALLOWED", () -> call(method, target, ApiServer.PENSION));
        calls.put("406 NOT_ACCEPTABLE", () -> call(method, target, token).header("Accept", "image/png"));
        calls.put("500 INTERNAL", () -> {
            server.records.failure = new IllegalStateException("broken");
            return call(method, target, token);
        });
        calls.put("503 LOG_UNAVAILABLE", () -> {
            server.records.failure = new LogUnavailableException("down", null);
            return call(method, target, token);
        });
        return calls;
    }

    private static Stream<DynamicTest> tests(String operation, Map<String, Supplier<Wire>> calls) {
        assertThat(new TreeSet<>(calls.keySet()))
                .as(operation)
                .isEqualTo(OpenApiDocument.get().problems(operation));
        return calls.entrySet().stream()
                .map(call -> DynamicTest.dynamicTest(operation + " " + call.getKey(), () -> {
                    ApiServer.fresh();
                    var reply = call.getValue().get().send();
                    assertThat(reply.status() + " " + reply.code()).isEqualTo(call.getKey());
                }));
    }

    private Wire call(String method, String target, String token) {
        return Wire.call(server, method, target).token(token);
    }

    private Wire operator(String method, String target) {
        return call(method, target, ApiServer.OPERATOR);
    }

    private Wire auditor(String method, String target) {
        return call(method, target, ApiServer.AUDITOR);
    }

    private Wire admin(String method, String target) {
        return call(method, target, ApiServer.ADMIN);
    }

    private Wire peer(String target) {
        return call("GET", target, ApiServer.PEER);
    }
}
