package cn.changzhutan.exchange.routes;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.pipeline.Delivery;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpPushRoutesTest {
    private interface Office {
        void answer(HttpExchange call) throws IOException;
    }

    private record Received(String method, String path, Map<String, List<String>> headers, byte[] body) {}

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicReference<Office> office = new AtomicReference<>(call -> call.sendResponseHeaders(204, -1));
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService serverThreads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(serverThreads);
        server.createContext("/", call -> {
            try (call) {
                Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                headers.putAll(call.getRequestHeaders());
                received.add(new Received(
                        call.getRequestMethod(),
                        call.getRequestURI().toString(),
                        headers,
                        call.getRequestBody().readAllBytes()));
                office.get().answer(call);
            }
        });
        server.start();
        camel.addRoutes(new HttpPushRoutes(new HttpPushClient(4, Duration.ofMillis(400), 1024)));
        camel.start();
        HttpPushRoutes.add(camel, Samples.SYSTEM, url("/pension"));
    }

    @AfterEach
    void stop() {
        end.countDown();
        camel.stop();
        server.stop(0);
        serverThreads.shutdownNow();
    }

    @Test
    void taken_withTheExactBytes_andTheHeadersOfTheExchange() {
        Delivery delivery = Samples.delivery();

        assertThat(push(delivery)).isEqualTo(new DeliveryEffect.Taken());

        Received request = received.get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/pension");
        assertThat(request.body()).isEqualTo(delivery.content());
        assertThat(request.headers())
                .containsEntry("Content-Type", List.of("application/json; charset=UTF-8"))
                .containsEntry("Exchange-Id", List.of(delivery.exchange().toString()))
                .containsEntry("Exchange-From", List.of("changsha"))
                .containsEntry("Exchange-Kind", List.of("pension"))
                .containsEntry("Exchange-Type", List.of("PARTICIPATION"))
                .containsEntry("Exchange-Purpose", List.of("PENSION_TRANSFER"))
                .containsEntry("Exchange-Source-Time", List.of("2026-11-22T01:02:03Z"));
    }

    @Test
    void foreignHeaders_neitherGoOut_norRedirect_norComeBack() {
        office.set(call -> {
            call.getResponseHeaders().set("kafka.OVERRIDE_TOPIC", "elsewhere");
            call.getResponseHeaders().set("CamelHttpUri", "http://elsewhere.example/");
            call.getResponseHeaders().set("Set-Cookie", "a=b");
            call.sendResponseHeaders(204, -1);
        });

        Exchange exchange = camel.createProducerTemplate().send(HttpPushRoutes.uri(Samples.SYSTEM), e -> {
            e.getMessage().setHeader(Exchange.HTTP_URI, url("/elsewhere").toString());
            e.getMessage().setHeader(Exchange.HTTP_PATH, "elsewhere");
            e.getMessage().setHeader(Exchange.HTTP_QUERY, "a=b");
            e.getMessage().setHeader("Authorization", "Bearer x");
            e.getMessage().setHeader("kafka.OVERRIDE_TOPIC", "elsewhere");
            e.getMessage().setBody(Samples.delivery());
        });

        assertThat(exchange.getMessage().getBody()).isEqualTo(new DeliveryEffect.Taken());
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
        assertThat(received).hasSize(1);
        assertThat(received.get(0).path()).isEqualTo("/pension");
        assertThat(received.get(0).headers()).doesNotContainKeys("Authorization", "kafka.OVERRIDE_TOPIC", "Cookie");
    }

    @Test
    void problem_isAReturn_withCodeAndText_andNoHalvedCharacter() {
        String text = "𠮷".repeat(600);
        answer(422, "application/problem+json; charset=utf-8", "{\"code\":\"PERSON_NOT_FOUND\",\"detail\":\"查无此人\"}");
        assertThat(push()).isEqualTo(returned("PERSON_NOT_FOUND", "查无此人"));
        answer(409, "application/problem+json", "{\"code\":\"not a code\",\"detail\":\"\\u0000x\"}");
        assertThat(push()).isEqualTo(returned("RETURNED_BY_RECEIVER", "x"));
        assertThat(BackOfficeAnswer.effect(
                        422,
                        "application/problem+json",
                        ("{\"code\":\"A1\",\"detail\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(returned("A1", "𠮷".repeat(500)));
    }

    @Test
    void whatIsNoProblem_isAFailure_toBeTriedAgain() {
        answer(409, "text/html", "<h1>Conflict</h1>");
        assertThat(push()).isEqualTo(failed("HTTP_409"));
        answer(422, "application/problem+json", "[");
        assertThat(push()).isEqualTo(failed("HTTP_422"));
        answer(500, "application/problem+json", "{\"code\":\"X1\"}");
        assertThat(push()).isEqualTo(failed("HTTP_500"));
        answer(503, "text/plain", "");
        assertThat(push()).isEqualTo(failed("HTTP_503"));
        assertThat(received).hasSize(4); // none of them repeated by the client itself
    }

    @Test
    void redirect_isNotFollowed() {
        office.set(call -> {
            call.getResponseHeaders().set("Location", url("/elsewhere").toString());
            call.sendResponseHeaders(307, -1);
        });
        assertThat(push()).isEqualTo(failed("HTTP_307"));
        assertThat(received).hasSize(1);
    }

    @Test
    void answerThatDoesNotCome_isATimeout() {
        office.set(call -> awaitEnd());
        assertThat(push()).isEqualTo(failed("TIMEOUT"));
    }

    @Test
    void answerThatDoesNotEnd_isCutOff() {
        office.set(call -> {
            call.sendResponseHeaders(200, 0);
            OutputStream body = call.getResponseBody();
            while (end.getCount() > 0) {
                body.write(new byte[4096]);
                body.flush();
            }
        });
        assertThat(push()).isEqualTo(failed("ANSWER_TOO_LARGE"));
    }

    @Test
    void nobodyThere_isAConnectFailure() {
        server.stop(0);
        assertThat(push()).isEqualTo(failed("CONNECT"));
    }

    private void answer(int status, String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        office.set(call -> {
            call.getResponseHeaders().set("Content-Type", type);
            call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            call.getResponseBody().write(bytes);
        });
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DeliveryEffect push() {
        return push(Samples.delivery());
    }

    /** As the delivery loop calls it: an exception of the route is a failed attempt. */
    private DeliveryEffect push(Delivery delivery) {
        try {
            return (DeliveryEffect)
                    new Call(camel.createProducerTemplate(), HttpPushRoutes.uri(Samples.SYSTEM)).send(delivery);
        } catch (RuntimeException e) {
            return failed(Causes.word(e));
        }
    }

    private static DeliveryEffect returned(String code, String text) {
        return new DeliveryEffect.Returned(new cn.changzhutan.exchange.pipeline.ReturnReason(code, text));
    }

    private static DeliveryEffect failed(String cause) {
        return new DeliveryEffect.Failed(cause);
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }
}
