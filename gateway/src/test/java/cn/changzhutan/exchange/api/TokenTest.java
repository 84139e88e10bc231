package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
    private ApiServer server;

    @BeforeEach
    void fresh() {
        server = ApiServer.fresh();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer unknown",
                "Basic dG9rZW4tb2YtY2hhbmdzaGEtcGVuc2lvbg==",
                "token-of-changsha-pension",
                "Bearer token-of-changsha-pension x",
                "Bearer token-of-changsha-pension, Bearer token-of-changsha-medical",
                "Bearer \"token-of-changsha-pension\"",
                "Bearer 令牌"
            })
    void headerThatIsNoValidToken_unauthenticated(String authorization) {
        var reply = Wire.call(server, "GET", "/api/v1/inbox")
                .header("Authorization", authorization)
                .send();

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.headers().get("www-authenticate"))
                .startsWith("Bearer realm=")
                .contains("invalid_token");
        assertThat(reply.whole()).doesNotContain("token-of");
        assertThat(server.desk.calls).isEmpty();
    }

    @Test
    void noToken_toldWhichSchemeIsWanted() {
        var reply = Wire.call(server, "GET", "/api/v1/inbox").send();

        assertThat(reply.headers().get("www-authenticate")).isEqualTo("Bearer realm=\"exchange\"");
    }

    @Test
    void tokenTwice_unauthenticated() {
        var reply = Wire.call(server, "GET", "/api/v1/inbox")
                .token(ApiServer.PENSION)
                .token(ApiServer.PENSION)
                .send();

        assertThat(reply.status()).isEqualTo(401);
    }

    @Test
    void tokenInTheQuery_neverRead() {
        var reply = Wire.call(server, "GET", "/api/v1/inbox?access_token=" + ApiServer.PENSION)
                .send();

        assertThat(reply.status()).isEqualTo(401);
    }

    @Test
    void veryLongToken_unauthenticatedWithoutLookup() {
        var reply = Wire.call(server, "GET", "/api/v1/inbox")
                .token("a".repeat(8000))
                .send();

        assertThat(reply.status()).isEqualTo(401);
    }

    @Test
    void schemeInAnyCase_accepted() {
        var reply = Wire.call(server, "GET", "/api/v1/inbox")
                .header("authorization", "bEARER " + ApiServer.PENSION)
                .send();

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void eachToken_standsForItsOwnSystem() {
        Wire.call(server, "GET", "/api/v1/inbox").token(ApiServer.MEDICAL).send();

        assertThat(server.desk.calls).containsExactly("inbox changsha-medical '' 100");
    }

    /** Paths that another reader of the address might take for open ones. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/error",
                "/api/v1/inbox/",
                "/api/v1/inbox;a=b",
                "//api/v1/inbox",
                "/openapi.yaml/",
                "/openapi.yaml;x",
                "/%6fpenapi.yaml",
                "/OPENAPI.YAML",
                "/actuator",
                "/actuator/health/database",
                "/actuator/health/../prometheus",
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/health;/../env",
                "/openapi.yaml/../api/v1/inbox",
                "/actuator/health/%2e%2e/%2e%2e/api/v1/inbox"
            })
    void anythingElse_closedWithoutToken(String path) {
        var reply = Wire.raw(
                server.port(),
                ("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));

        assertThat(reply.status()).isIn(401, 400);
        assertThat(server.desk.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/error", "/actuator", "/actuator/env", "/actuator/heapdump", "/actuator/loggers", "/api"})
    void withToken_stillNotThere(String path) {
        assertThat(Wire.call(server, "GET", path)
                        .token(ApiServer.PENSION)
                        .send()
                        .code())
                .isEqualTo("NOT_FOUND");
    }
}
