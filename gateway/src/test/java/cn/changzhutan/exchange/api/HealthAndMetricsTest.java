package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.api.GatewayNumbers.Numbers;
import cn.changzhutan.exchange.api.GatewayNumbers.Tally;
import cn.changzhutan.exchange.api.GatewayNumbers.Witness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthAndMetricsTest {
    private static final City ZHUZHOU = new City("zhuzhou");
    private static final City XIANGTAN = new City("xiangtan");
    private ApiServer server;

    @BeforeEach
    void fresh() {
        server = ApiServer.fresh();
    }

    @ParameterizedTest
    @CsvSource({
        "database, UNREACHABLE, 503, DOWN, DOWN",
        "log, HEAD_BEHIND_GUARD, 503, DOWN, DOWN",
        "broker, UNREACHABLE, 200, DEGRADED, DEGRADED"
    })
    void onePartDown_readinessNamesIt(String part, String word, int status, String whole, String own) {
        server.troubles = Map.of(part, word);

        var reply = Wire.call(server, "GET", "/actuator/health/readiness").send();

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("status").asText()).isEqualTo(whole);
        assertThat(reply.json().at("/components/" + part + "/status").asText()).isEqualTo(own);
        assertThat(reply.json().at("/components/" + part + "/details/trouble").asText())
                .isEqualTo(word);
        assertThat(reply.text()).containsOnlyOnce(word);
    }

    @Test
    void allPartsDown_stillAlive() {
        server.troubles = Map.of("database", "UNREACHABLE", "log", "X", "broker", "Y");

        var reply = Wire.call(server, "GET", "/actuator/health/liveness").send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("status").asText()).isEqualTo("UP");
    }

    @Test
    void everythingUp_readyWithAllPartsNamed() {
        var reply = Wire.call(server, "GET", "/actuator/health/readiness").send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("components").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("database", "log", "broker", "readinessState");
    }

    @Test
    void counts_shownPerCityAndKindWithTheirSumHolding() {
        server.numbers = new Numbers(
                List.of(
                        new Tally(ZHUZHOU, "pension", "PARTICIPATION", 10, 5, 2, 4, 3),
                        new Tally(ZHUZHOU, "pension", "TRANSFER_INFO", 7, 7, 0, 1, 0),
                        new Tally(XIANGTAN, "medical", "EXAM_LAB_RESULT", 1, 0, 0, 0, 1)),
                List.of(new Tally(XIANGTAN, "household", "RESIDENT", 3, 1, 1, 0, 1)),
                1234,
                5,
                6,
                7,
                8,
                List.of(new Witness("zhuzhou", true, 0), new Witness("auditor", false, 61)));

        Map<String, Double> values = scrape();

        assertThat(values)
                .containsEntry("exchange_records{kind=\"pension\",outcome=\"accepted\",to=\"zhuzhou\"}", 17.0)
                .containsEntry("exchange_records{kind=\"pension\",outcome=\"delivered\",to=\"zhuzhou\"}", 12.0)
                .containsEntry("exchange_records{kind=\"pension\",outcome=\"returned\",to=\"zhuzhou\"}", 2.0)
                .containsEntry("exchange_records{kind=\"pension\",outcome=\"pending\",to=\"zhuzhou\"}", 3.0)
                .containsEntry("exchange_records{kind=\"pension\",outcome=\"refused\",to=\"zhuzhou\"}", 5.0)
                .containsEntry("exchange_records{kind=\"medical\",outcome=\"pending\",to=\"xiangtan\"}", 1.0)
                .containsEntry(
                        "exchange_received_records{from=\"xiangtan\",kind=\"household\",outcome=\"accepted\"}", 3.0)
                .containsEntry("exchange_log_size", 1234.0)
                .containsEntry("exchange_waiting_submissions", 5.0)
                .containsEntry("exchange_quarantined_messages", 6.0)
                .containsEntry("exchange_held_keys", 7.0)
                .containsEntry("exchange_alarms", 8.0)
                .containsEntry("exchange_witness_up{witness=\"zhuzhou\"}", 1.0)
                .containsEntry("exchange_witness_up{witness=\"auditor\"}", 0.0)
                .containsEntry("exchange_witness_lag_seconds{witness=\"auditor\"}", 61.0)
                .containsEntry("exchange_numbers_up", 1.0);
        values.keySet().stream().filter(name -> name.contains("\"accepted\"")).forEach(name -> {
            double parts = 0;
            for (String outcome : List.of("delivered", "returned", "pending")) {
                parts += values.get(name.replace("accepted", outcome));
            }
            assertThat(values.get(name)).as(name).isEqualTo(parts);
        });
    }

    @Test
    void searchIndex_isShownWithItsSize() {
        assertThat(scrape()).containsEntry("exchange_index_size", 4711.0);
    }

    @Test
    void keyThatIsToBeReplaced_isShownWithItsDay() {
        assertThat(scrape())
                .containsEntry(
                        "exchange_key_expiry_timestamp_seconds{key=\"changsha.exchange.example/log+0a1b2c3d\"}",
                        1_858_464_000.0);
    }

    @Test
    void countsNotReadable_scrapeStillAnswersAndSaysSo() {
        server.numbers = null;

        Map<String, Double> values = scrape();

        assertThat(values).containsEntry("exchange_numbers_up", 0.0);
        assertThat(values.keySet()).noneMatch(name -> name.startsWith("exchange_records"));
        assertThat(values.keySet()).anyMatch(name -> name.startsWith("jvm_memory_used_bytes"));
    }

    @Test
    void passedOnByAProxy_metricsClosedEvenWithToken() {
        var reply = Wire.call(server, "GET", "/actuator/prometheus")
                .token(ApiServer.PENSION)
                .header("Forwarded", "for=203.0.113.7")
                .send();

        assertThat(reply.code()).isEqualTo("LOOPBACK_ONLY");
    }

    @Test
    void requestMetrics_nameThePatternAndNeverTheAddress() {
        Wire.call(server, "GET", "/api/v1/exchanges/430102199003079973")
                .token(ApiServer.PENSION)
                .send();
        Wire.call(server, "GET", "/persons/430102199003079973")
                .token(ApiServer.PENSION)
                .send();

        String text = Wire.call(server, "GET", "/actuator/prometheus").send().text();

        assertThat(text).contains("uri=\"/api/v1/exchanges/{id}\"").doesNotContain("430102199003079973");
    }

    private Map<String, Double> scrape() {
        String text = Wire.call(server, "GET", "/actuator/prometheus").send().text();
        Map<String, Double> values = new HashMap<>();
        Matcher line =
                Pattern.compile("(?m)^([a-z_]+(?:\\{[^}]*})?) ([0-9.E+-]+)$").matcher(text);
        while (line.find()) {
            values.put(line.group(1), Double.parseDouble(line.group(2)));
        }
        return values;
    }
}
