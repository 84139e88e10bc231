package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only looks like HTTP, and what is HTTP at its limits: never a stack trace, the container's name, or an echo of the request. */
class ContainerTest {
    private static final String ID = "430102199003079973";
    private static final String SEND = "/api/v1/exchanges?kind=pension&type=PARTICIPATION&to=zhuzhou";
    private static final String AUTHORISED = "Host: gateway\r\nConnection: close\r\nAuthorization: Bearer "
            + ApiServer.PENSION + "\r\nIdempotency-Key: m\r\nExchange-Purpose: P\r\nExchange-Officer: o\r\n"
            + "Content-Type: application/json\r\n";
    private ApiServer server;

    @BeforeEach
    void fresh() {
        server = ApiServer.fresh();
    }

    static Stream<Arguments> brokenRequests() {
        return Stream.of(
                Arguments.of("space in the target", "GET /api/" + ID + " x HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of("illegal character", "GET /api/" + ID + "?a={\"x\"} HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of("unencoded Chinese", "GET /api/" + ID + "张三 HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of("unknown version", "GET /api/" + ID + " HTTP/7.3\r\nHost: a\r\n\r\n"),
                Arguments.of("no host", "GET /api/" + ID + " HTTP/1.1\r\n\r\n"),
                Arguments.of("two hosts", "GET /api/" + ID + " HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
                Arguments.of("illegal host", "GET /api/" + ID + " HTTP/1.1\r\nHost: a_{b}\r\n\r\n"),
                Arguments.of("illegal header name", "GET /openapi.yaml HTTP/1.1\r\nHost: a\r\nX " + ID + ": b\r\n\r\n"),
                Arguments.of("header without colon", "GET /openapi.yaml HTTP/1.1\r\nHost: a\r\n" + ID + "\r\n\r\n"),
                Arguments.of(
                        "header too large",
                        "GET /openapi.yaml HTTP/1.1\r\nHost: a\r\nX: " + ID.repeat(2000) + "\r\n\r\n"),
                Arguments.of(
                        "too many headers",
                        "GET /openapi.yaml HTTP/1.1\r\nHost: a\r\n" + ("X: " + ID + "\r\n").repeat(100) + "\r\n"),
                Arguments.of(
                        "encoded slash", "GET /api/" + ID + "%2f HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
                Arguments.of("encoded zero", "GET /api/" + ID + "%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
                Arguments.of(
                        "broken escape", "GET /api/" + ID + "%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
                Arguments.of("up and out", "GET /../../" + ID + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
                Arguments.of(
                        "two lengths",
                        "POST " + SEND + " HTTP/1.1\r\n" + AUTHORISED
                                + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} "),
                Arguments.of(
                        "negative length",
                        "POST " + SEND + " HTTP/1.1\r\n" + AUTHORISED + "Content-Length: -2\r\n\r\n{}"),
                Arguments.of(
                        "unknown transfer encoding",
                        "POST " + SEND + " HTTP/1.1\r\n" + AUTHORISED + "Transfer-Encoding: " + ID + "\r\n\r\n{}"),
                Arguments.of(
                        "broken chunk",
                        "POST " + SEND + " HTTP/1.1\r\n" + AUTHORISED + "Transfer-Encoding: chunked\r\n\r\n" + ID
                                + "zz\r\n{}\r\n0\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenRequests")
    void brokenRequest_problemWithoutTraceNameOrEcho(String what, String request) {
        Wire.Reply reply = Wire.raw(server.port(), request.getBytes(StandardCharsets.UTF_8));

        assertThat(reply.code()).as(what).isEqualTo("REQUEST_MALFORMED");
        assertThat(reply.status()).as(what).isEqualTo(400);
        tellsNothing(reply);
        assertThat(server.intake.all()).isEmpty();
    }

    @Test
    void bothLengthAndChunks_neverTwoRequests() {
        String smuggled = "GET /openapi.yaml HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n";
        String request = "POST " + SEND + " HTTP/1.1\r\n" + AUTHORISED.replace("Connection: close\r\n", "")
                + "Content-Length: " + (5 + smuggled.length()) + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                + smuggled;

        Wire.Reply reply = Wire.raw(server.port(), request.getBytes(StandardCharsets.UTF_8));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.whole()).doesNotContain("openapi: 3.1.0");
    }

    @Test
    void trace_refusedWithoutEcho() {
        var reply = Wire.call(server, "TRACE", "/api/v1/outcomes")
                .token(ApiServer.PENSION)
                .header("X-Secret", ID)
                .send();

        assertThat(reply.code()).isEqualTo("METHOD_NOT_ALLOWED");
        tellsNothing(reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "PUT", "PATCH", "PROPFIND", "X430102199003079973"})
    void methodsThatNobodyHas_refusedAsProblem(String method) {
        var reply = Wire.call(server, method, "/api/v1/inbox")
                .token(ApiServer.PENSION)
                .send();

        assertThat(reply.code()).isEqualTo("METHOD_NOT_ALLOWED");
        tellsNothing(reply);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void recordOverTheLimit_refusedAlsoWithoutAnnouncedLength(boolean chunked) {
        Wire call = Wire.sending(server, SEND).body("application/json", " ".repeat(ApiServer.LIMITS.bodyBytes() + 1));

        var reply = (chunked ? call.chunked() : call).send();

        assertThat(reply.code()).isEqualTo("BODY_TOO_LARGE");
        assertThat(server.intake.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void recordOfExactlyTheLimit_taken(boolean chunked) {
        Wire call = Wire.sending(server, SEND).body("application/json", " ".repeat(ApiServer.LIMITS.bodyBytes()));

        assertThat((chunked ? call.chunked() : call).send().status()).isEqualTo(202);
        assertThat(server.intake.only().content()).hasSize(ApiServer.LIMITS.bodyBytes());
    }

    @Test
    void manyRefusedBodies_leaveTheBudgetWhole() {
        int calls = 3 * ApiServer.LIMITS.heldBytes() / ApiServer.LIMITS.bodyBytes();
        for (int i = 0; i < calls; i++) {
            assertThat(Wire.sending(server, SEND)
                            .body("application/json", " ".repeat(ApiServer.LIMITS.bodyBytes() + 1))
                            .chunked()
                            .send()
                            .status())
                    .isEqualTo(413);
        }

        assertThat(Wire.sending(server, SEND)
                        .body("application/json", "{}")
                        .send()
                        .status())
                .isEqualTo(202);
    }

    @Test
    void askingFirst_refusedBeforeTheBodyIsSent() {
        String request = "POST " + SEND + " HTTP/1.1\r\n" + AUTHORISED.replace(ApiServer.PENSION, "nobody")
                + "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n";

        Wire.Reply reply = Wire.raw(server.port(), request.getBytes(StandardCharsets.UTF_8));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.whole()).doesNotContain("100 Continue");
    }

    @Test
    void formBody_notReadAsParameters() {
        var reply = Wire.sending(server, "/api/v1/exchanges")
                .body("application/x-www-form-urlencoded", "kind=pension&type=PARTICIPATION&to=zhuzhou")
                .send();

        assertThat(reply.code()).isEqualTo("PARAMETER_MISSING");
    }

    @Test
    void unexpectedFailure_tellsNothingOfItself() {
        server.intake.answer = submission -> {
            throw new IllegalStateException("value " + ID + " of 王明");
        };

        var reply = Wire.sending(server, SEND)
                .body("application/json", "{\"id\":\"" + ID + "\"}")
                .send();

        assertThat(reply.status()).isEqualTo(500);
        tellsNothing(reply);
        assertThat(reply.whole()).doesNotContain("王明");
    }

    @Test
    void everyAnswer_forbidsCachingAndSniffing() {
        var reply = Wire.call(server, "GET", "/api/v1/inbox")
                .token(ApiServer.PENSION)
                .send();

        assertThat(reply.headers()).containsEntry("cache-control", "no-store");
        assertThat(reply.headers()).containsEntry("x-content-type-options", "nosniff");
        tellsNothing(reply);
    }

    private static void tellsNothing(Wire.Reply reply) {
        assertThat(reply.whole().toLowerCase(Locale.ROOT))
                .doesNotContain("tomcat", "apache", "spring", "exception", "\tat ", "<html", ID);
        assertThat(reply.headers()).doesNotContainKeys("server", "x-powered-by");
        if (!reply.text().isEmpty()) {
            assertThat(reply.headers().get("content-type")).contains("json");
        }
    }
}
