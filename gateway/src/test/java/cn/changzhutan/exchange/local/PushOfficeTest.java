package cn.changzhutan.exchange.local;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.ExchangeId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushOfficeTest {
    private final ExchangeId exchange = ExchangeId.next(Clock.systemUTC());

    @TempDir
    Path folder;

    private EffectJournal journal;
    private PushOffice office;

    @BeforeEach
    void start() throws Exception {
        journal = EffectJournal.open(folder, () -> {});
        office = PushOffice.start(0, journal);
    }

    @AfterEach
    void stop() throws Exception {
        office.close();
        journal.close();
    }

    @Test
    void deliveryAndItsRepeat_areBothTaken_withOneEffect() throws Exception {
        assertThat(push(exchange.toString(), "{\"name\":\"𠮷䶮·\"}").statusCode())
                .isEqualTo(204);
        assertThat(push(exchange.toString(), "{\"name\":\"𠮷䶮·\"}").statusCode())
                .isEqualTo(204);
        assertThat(journal.count(EffectJournal.Line.EFFECT)).isEqualTo(1);
        assertThat(journal.count(EffectJournal.Line.REPEAT)).isEqualTo(1);
        assertThat(folder.resolve("changsha-pension/" + exchange + ".json")).hasContent("{\"name\":\"𠮷䶮·\"}");
    }

    @Test
    void unknownPerson_isGivenBack_withCodeAndText() throws Exception {
        HttpResponse<String> answer = push(exchange.toString(), "{\"idCard\":\"110105194912318881\"}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"code\":\"PERSON_NOT_FOUND\"", "查无此人");
        assertThat(journal.count(EffectJournal.Line.EFFECT)).isZero();
        assertThat(journal.count(EffectJournal.Line.RETURN)).isEqualTo(1);
    }

    @Test
    void deliveryWithoutAnExchangeId_isRefused() throws Exception {
        assertThat(push("../../etc/passwd", "{}").statusCode()).isEqualTo(400);
        assertThat(journal.count(EffectJournal.Line.EFFECT)).isZero();
    }

    private HttpResponse<String> push(String id, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + office.port() + "/changsha-pension"))
                                .header("Exchange-Id", id)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
