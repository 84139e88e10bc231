package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogTest {
    private static final String ID = "430102199003079973";
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.getMDCPropertyMap();
            events.add(event);
        }
    };
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private ApiServer server;

    @BeforeEach
    void listen() {
        server = ApiServer.fresh();
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void stop() {
        root.detachAppender(appender);
    }

    @Test
    void requestFullOfPersonalData_oneLineWithoutAnyOfIt() {
        Wire.sending(server, "/api/v1/exchanges?kind=pension&type=PARTICIPATION&to=zhuzhou")
                .header("Exchange-Case", ID)
                .header("X-Person", ID)
                .header("Cookie", "id=" + ID + "; =; {}")
                .body("application/json", "{\"id\":\"" + ID + "\"}")
                .send();
        Wire.call(server, "GET", "/persons/" + ID + "?id=" + ID)
                .token(ApiServer.PENSION)
                .send();
        Wire.call(server, "X" + ID, "/api/v1/inbox").token(ApiServer.PENSION).send();
        Wire.raw(
                server.port(),
                ("GET /" + ID + "{} HTTP/1.1\r\nHost: " + ID + "{}\r\n\r\n").getBytes(StandardCharsets.UTF_8));

        awaitLines(4);
        assertThat(said()).doesNotContain(ID).doesNotContain(ApiServer.PENSION);
        assertThat(access().get(0))
                .containsEntry("http.route", "/api/v1/exchanges")
                .containsEntry("http.response.status_code", "202")
                .containsEntry("exchange.caller", "changsha-pension")
                .containsEntry("exchange.role", "system");
        assertThat(access().get(1)).containsEntry("http.route", "-").containsEntry("http.response.status_code", "404");
        assertThat(access().get(2)).containsEntry("http.request.method", "?");
    }

    @Test
    void unexpectedFailure_loggedWithPlaceAndInstanceButWithoutItsMessage() {
        server.intake.answer = submission -> {
            throw new IllegalStateException("duplicate key (" + ID + ")", new NumberFormatException(ID));
        };

        var reply = Wire.sending(server, "/api/v1/exchanges?kind=pension&type=PARTICIPATION&to=zhuzhou")
                .body("application/json", "{}")
                .send();

        awaitLines(1);
        ILoggingEvent error = events.stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .findFirst()
                .orElseThrow();
        assertThat(error.getFormattedMessage())
                .contains("java.lang.IllegalStateException", "caused by java.lang.NumberFormatException", "LogTest");
        assertThat(error.getThrowableProxy()).isNull();
        assertThat("urn:uuid:" + error.getMDCPropertyMap().get("http.request.id"))
                .isEqualTo(reply.json().path("instance").asText());
        assertThat(said()).doesNotContain(ID);
    }

    @Test
    void knownExchange_namedInTheLine() {
        var reply = Wire.sending(server, "/api/v1/exchanges?kind=pension&type=PARTICIPATION&to=zhuzhou")
                .body("application/json", "{}")
                .send();

        awaitLines(1);
        assertThat(events.get(0).getMDCPropertyMap())
                .containsEntry(
                        "exchange.id", reply.json().at("/exchanges/0/exchange").asText());
    }

    @Test
    void nextRequestOfTheSameThread_startsWithAnEmptyContext() {
        for (int i = 0; i < 20; i++) {
            Wire.sending(server, "/api/v1/exchanges?kind=pension&type=PARTICIPATION&to=zhuzhou")
                    .body("application/json", "{}")
                    .send();
        }
        events.clear();
        for (int i = 0; i < 20; i++) {
            Wire.call(server, "GET", "/api/v1/inbox").token(ApiServer.PENSION).send();
        }

        awaitLines(20);
        assertThat(events).noneMatch(event -> event.getMDCPropertyMap().containsKey("exchange.id"));
    }

    /** The line is written after the answer: it may come a moment later than the answer does. */
    private void awaitLines(int count) {
        await().until(() -> access().size() >= count);
    }

    private List<Map<String, String>> access() {
        return events.stream()
                .filter(event -> event.getLoggerName().equals(RequestFilter.ACCESS))
                .map(event -> event.getKeyValuePairs().stream()
                        .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value))))
                .toList();
    }

    private String said() {
        return events.stream()
                .map(event -> event.getFormattedMessage()
                        + event.getKeyValuePairs()
                        + event.getMDCPropertyMap()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : event.getThrowableProxy().getMessage()))
                .collect(Collectors.joining("\n"));
    }
}
