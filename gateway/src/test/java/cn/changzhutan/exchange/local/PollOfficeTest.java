package cn.changzhutan.exchange.local;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.ExchangeId;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PollOfficeTest {
    private final ExchangeId known = ExchangeId.next(Clock.systemUTC());
    private final ExchangeId unknown = ExchangeId.next(Clock.systemUTC());
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    @TempDir
    Path folder;

    private HttpServer gateway;
    private volatile boolean broken;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        gateway.createContext("/", this::answer);
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            String path = call.getRequestURI().getPath();
            String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
            if (path.equals("/api/v1/inbox")) {
                answer = ("{\"items\":[" + item(known, "<a>𠮷</a>") + "," + item(unknown, "<a>110105194912318881</a>")
                                + "],\"next\":\"\"}")
                        .getBytes(StandardCharsets.UTF_8);
            } else {
                calls.add(call.getRequestHeaders().getFirst("Authorization") + " " + path + " " + body);
            }
            boolean fails = broken && path.equals("/api/v1/inbox/acknowledge");
            broken = broken && !fails;
            call.sendResponseHeaders(fails ? 503 : 200, answer.length);
            call.getResponseBody().write(answer);
        }
    }

    private static String item(ExchangeId exchange, String content) {
        return "{\"exchange\":\"" + exchange + "\",\"nativeForm\":{\"mediaType\":\"application/xml\",\"content\":\""
                + Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)) + "\"}}";
    }

    @Test
    void itemsOfTheInbox_areRecordedThenAcknowledged_orGivenBack() throws Exception {
        try (EffectJournal journal = EffectJournal.open(folder, () -> {});
                Repeating office = office(journal)) {
            assertThat(office).isNotNull();
            assertThat(calls.poll(20, TimeUnit.SECONDS))
                    .isEqualTo("Bearer secret /api/v1/inbox/acknowledge {\"exchanges\":[\"" + known + "\"]}");
            assertThat(calls.poll(20, TimeUnit.SECONDS))
                    .startsWith("Bearer secret /api/v1/inbox/return {\"returns\":[{\"exchange\":\"" + unknown + "\"")
                    .contains("PERSON_NOT_FOUND");
        }
        assertThat(folder.resolve("xiangtan-wage-arrears/" + known + ".xml")).hasContent("<a>𠮷</a>");
    }

    @Test
    void acknowledgementThatIsLost_isMadeAgain_withOneEffect() throws Exception {
        broken = true;
        try (EffectJournal journal = EffectJournal.open(folder, () -> {});
                Repeating office = office(journal)) {
            assertThat(office).isNotNull();
            String first = calls.poll(20, TimeUnit.SECONDS);
            assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo(first);
            assertThat(journal.count(EffectJournal.Line.EFFECT)).isEqualTo(1);
        }
    }

    private Repeating office(EffectJournal journal) {
        URI address = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
        return PollOffice.start("xiangtan-wage-arrears", address, "secret", journal);
    }
}
