package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls put together at random from good and bad parts: no input reaches the answer 500, and every answer is a documented one. */
class HostileInputTest {
    private static final List<String> TEXTS = List.of(
            "",
            "pension",
            "PARTICIPATION",
            "zhuzhou",
            "zhuzhou,xiangtan",
            "zhuzhou,zhuzhou",
            ",",
            "changsha",
            "%00",
            "%0d%0aX:y",
            "%E7%8E%8B",
            "%ff",
            "%",
            "..%2f",
            "%25",
            "+",
            "1",
            "-1",
            "1e9",
            "99999999999999999999",
            "null",
            "{}",
            "[]",
            "'--",
            "${jndi:ldap://x}",
            "#{1}",
            "<a>",
            "\u00e9",
            "王",
            "𠮷",
            "\t",
            "a".repeat(300),
            "0".repeat(2000));
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/x-ndjson",
            "application/vnd.changzhutan.shared+json",
            "application/vnd.changzhutan.shared+x-ndjson",
            "text/csv",
            "text/csv;charset=x",
            "application/json;charset=",
            ";",
            "application/json;q=\"",
            "multipart/form-data",
            "multipart/form-data; boundary=a",
            "application/x-www-form-urlencoded",
            "application/json;charset=utf-16",
            "*/*",
            "");
    private static final List<String> NAMES = List.of(
            "Idempotency-Key",
            "Exchange-Purpose",
            "Exchange-Case",
            "Exchange-Officer",
            "Exchange-On-Behalf-Of",
            "Accept",
            "Range",
            "If-None-Match",
            "If-Modified-Since",
            "Cookie",
            "Origin",
            "Content-Encoding",
            "X-HTTP-Method-Override",
            "Forwarded",
            "X-Forwarded-Host",
            "Accept-Language",
            "Accept-Charset",
            "Accept-Encoding",
            "Expect",
            "Upgrade",
            "Authorization",
            "Access-Control-Request-Method");
    private static final List<String> BODIES = List.of(
            "",
            "{",
            "{}",
            "[]",
            "null",
            "\0",
            "\uFEFF{}",
            "{\"id\":\"a\",\"record\":{}}\n",
            "{\"id\":\"\\ud800\",\"record\":{}}\n",
            "{\"exchanges\":[{}]}",
            "{\"exchanges\":[\"01932f3a-7c21-7b44-9d51-3f0a6c2e8b17\"]}",
            "{\"returns\":[1]}",
            "{\"returns\":[{\"exchange\":null,\"code\":null,\"text\":null}]}",
            "\n\n\n",
            "[".repeat(5000),
            "{\"a\":".repeat(1500),
            "AAC002,AAC003\r\n1,2\r\n",
            "AAC002,AAC003\r\n",
            "1e999999999",
            "\"\\u0000\"",
            "kind=a&type=b",
            "x".repeat(9999),
            "x".repeat(120_000));
    private static final List<String> METHODS =
            List.of("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "A");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyCombination_neverTheGatewaysFault(long seed) {
        ApiServer server = ApiServer.fresh();
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            String method = random.nextInt(4) > 0 ? "POST" : pick(random, METHODS);
            String call = call(random, method);
            byte[] body = pick(random, BODIES).getBytes(StandardCharsets.UTF_8);
            String head = call + "Content-Length: " + body.length + "\r\n\r\n";
            byte[] request = new byte[head.getBytes(StandardCharsets.UTF_8).length + body.length];
            System.arraycopy(head.getBytes(StandardCharsets.UTF_8), 0, request, 0, request.length - body.length);
            System.arraycopy(body, 0, request, request.length - body.length, body.length);

            Wire.Reply reply = Wire.raw(server.port(), request);

            assertThat(reply.status()).as("seed %s, call %s: %s", seed, i, call).isLessThan(500);
            if (reply.status() >= 400 && !reply.text().isEmpty()) {
                assertThat(reply.headers().get("content-type")).startsWith(ProblemBody.MEDIA_TYPE);
                assertThat(ProblemCode.valueOf(reply.code()).status()).isEqualTo(reply.status());
            }
        }
    }

    private static String call(Random random, String method) {
        List<String> paths = List.of(
                "/api/v1/exchanges",
                "/api/v1/batches",
                "/api/v1/inbox/acknowledge",
                "/api/v1/inbox/return",
                "/api/v1/inbox",
                "/api/v1/outcomes",
                "/api/v1/exchanges/x",
                "/actuator/health",
                "/openapi.yaml");
        StringBuilder call = new StringBuilder(method + " " + pick(random, paths));
        if (random.nextBoolean()) {
            call.append("?kind=pension&type=PARTICIPATION&to=zhuzhou");
        } else {
            call.append("?");
            for (String name : List.of("kind", "type", "to", "after", "limit", "x%00")) {
                if (random.nextInt(3) > 0) {
                    call.append(name)
                            .append('=')
                            .append(pick(random, TEXTS).replaceAll("[^!-~]|[{}<>#\\[\\]]", ""))
                            .append('&');
                }
            }
        }
        call.append(" HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n");
        if (random.nextInt(10) > 0) {
            call.append("Authorization: Bearer ").append(ApiServer.PENSION).append("\r\n");
        }
        call.append("Content-Type: ").append(pick(random, TYPES)).append("\r\n");
        for (String name : List.of("Idempotency-Key", "Exchange-Purpose", "Exchange-Officer")) {
            if (random.nextInt(8) > 0) {
                call.append(name).append(": a\r\n");
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            String value = pick(random, TEXTS);
            call.append(pick(random, NAMES)).append(": ").append(value).append("\r\n");
        }
        return call.toString();
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
