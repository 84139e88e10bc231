package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.pipeline.BackOffice;
import cn.changzhutan.exchange.pipeline.Delivery;
import cn.changzhutan.exchange.pipeline.ExchangeState;
import cn.changzhutan.exchange.pipeline.ReturnReason;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxTest {
    private static final ExchangeId ONE = ExchangeId.parse("01932f3a-7c21-7b44-9d51-3f0a6c2e8b17");
    private static final ExchangeId TWO = ExchangeId.parse("01932f3a-7c21-7b44-9d51-3f0a6c2e8b18");
    private static final Instant TIME = Instant.parse("2026-11-22T08:30:00.125Z");
    private static final byte[] NATIVE = "<拖欠名单>䶮𠮷</拖欠名单>".getBytes(Charset.forName("GB18030"));
    private ApiServer server;

    @BeforeEach
    void fresh() {
        server = ApiServer.fresh();
        server.desk.waiting.add(delivery(ONE));
        server.desk.waiting.add(delivery(TWO));
    }

    @Test
    void waitingRecords_givenInBothFormsAndPageByPage() {
        JsonNode page = get("/api/v1/inbox?limit=1").json();

        assertThat(page.path("items")).hasSize(1);
        JsonNode item = page.at("/items/0");
        assertThat(item.path("exchange").asText()).isEqualTo(ONE.toString());
        assertThat(item.path("sourceTime").asText()).isEqualTo("2026-11-22T08:30:00.125Z");
        assertThat(item.at("/record/arrearsAmount").asText()).isEqualTo("1000000.00");
        assertThat(Base64.getDecoder().decode(item.at("/nativeForm/content").asText()))
                .isEqualTo(NATIVE);
        assertThat(page.path("next").asText()).isEqualTo("1");
        JsonNode second = get("/api/v1/inbox?limit=1&after=1").json();
        assertThat(second.at("/items/0/exchange").asText()).isEqualTo(TWO.toString());
        assertThat(server.desk.calls).containsExactly("inbox changsha-pension '' 1", "inbox changsha-pension '1' 1");
    }

    @Test
    void callThatMayWait_saysForHowLong() {
        get("/api/v1/inbox?wait=30");
        get("/api/v1/outcomes?wait=1&limit=5");

        assertThat(server.desk.calls)
                .containsExactly("inbox changsha-pension '' 100 PT30S", "outcomes changsha-pension '' 5 PT1S");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "31", "-1", "1.5", "PT5S"})
    void waitOutOfRange_refused(String wait) {
        assertThat(get("/api/v1/inbox?wait=" + wait).code()).isEqualTo("PARAMETER_INVALID");
        assertThat(get("/api/v1/outcomes?wait=" + wait).code()).isEqualTo("PARAMETER_INVALID");
        assertThat(server.desk.calls).isEmpty();
    }

    @Test
    void acknowledged_oneEffectEachInOrder() {
        ExchangeId unknown = ExchangeId.parse("01932f3a-7c21-7b44-9d51-3f0a6c2e8b19");

        var reply = post("/api/v1/inbox/acknowledge", "{\"exchanges\":[\"" + unknown + "\",\"" + ONE + "\"]}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("/results/0/exchange").asText()).isEqualTo(unknown.toString());
        assertThat(reply.json().at("/results/0/effect").asText()).isEqualTo("UNKNOWN");
        assertThat(reply.json().at("/results/1/effect").asText()).isEqualTo("DONE");
        assertThat(server.desk.calls).containsExactly("acknowledge changsha-pension [" + unknown + ", " + ONE + "]");
    }

    @Test
    void returned_reasonHandedOn() {
        var reply = post("/api/v1/inbox/return", giveBack(ONE.toString(), "\"PERSON_UNKNOWN\"", "\"查无此人·𠮷\""));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("/results/0/effect").asText()).isEqualTo("DONE");
        assertThat(server.desk.returned).containsEntry(ONE, new ReturnReason("PERSON_UNKNOWN", "查无此人·𠮷"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"exchanges\":[]}",
                "{\"exchanges\":\"01932f3a-7c21-7b44-9d51-3f0a6c2e8b17\"}",
                "{\"exchanges\":[null]}",
                "{\"exchanges\":[17]}",
                "{\"exchanges\":[\"01932f3a-7c21-4b44-9d51-3f0a6c2e8b17\"]}",
                "{\"exchanges\":[\"01932F3A-7C21-7B44-9D51-3F0A6C2E8B17\"]}",
                "{\"exchanges\":[\"01932f3a-7c21-7b44-9d51-3f0a6c2e8b17\",\"01932f3a-7c21-7b44-9d51-3f0a6c2e8b17\"]}",
                "{\"exchanges\":[\"01932f3a-7c21-7b44-9d51-3f0a6c2e8b17\"],\"all\":true}",
                "{\"exchanges\":[\"01932f3a-7c21-7b44-9d51-3f0a6c2e8b17\"],\"exchanges\":[]}"
            })
    void acknowledgementNotAsDescribed_nothingAcknowledged(String body) {
        assertThat(post("/api/v1/inbox/acknowledge", body).status()).isEqualTo(400);
        assertThat(server.desk.calls).isEmpty();
    }

    @Test
    void moreThanAThousandAcknowledged_refused() {
        String ids = "\"" + ONE + "\",";
        var reply = Wire.call(server, "POST", "/api/v1/inbox/acknowledge")
                .token(ApiServer.PENSION)
                .body("application/json", "{\"exchanges\":[" + ids.repeat(200) + "\"x\"]}")
                .send();

        assertThat(reply.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"exchange\":\"01932f3a-7c21-7b44-9d51-3f0a6c2e8b17\",\"code\":\"PERSON_UNKNOWN\"}",
                "{\"exchange\":\"01932f3a-7c21-7b44-9d51-3f0a6c2e8b17\",\"text\":\"查无此人\"}",
                "{\"exchange\":\"01932f3a-7c21-7b44-9d51-3f0a6c2e8b17\",\"code\":\"\",\"text\":\"查无此人\"}",
                "{\"exchange\":\"01932f3a-7c21-7b44-9d51-3f0a6c2e8b17\",\"code\":\"lower\",\"text\":\"查无此人\"}",
                "{\"exchange\":\"01932f3a-7c21-7b44-9d51-3f0a6c2e8b17\",\"code\":\"PERSON_UNKNOWN\",\"text\":\"\"}",
                "{\"exchange\":\"01932f3a-7c21-7b44-9d51-3f0a6c2e8b17\",\"code\":\"PERSON_UNKNOWN\",\"text\":\"  \"}",
                "{\"exchange\":\"01932f3a-7c21-7b44-9d51-3f0a6c2e8b17\",\"code\":\"PERSON_UNKNOWN\",\"text\":\"a\\u202eb\"}",
                "{\"exchange\":\"x\",\"code\":\"PERSON_UNKNOWN\",\"text\":\"查无此人\"}",
                "\"01932f3a-7c21-7b44-9d51-3f0a6c2e8b17\""
            })
    void returnNotAsDescribed_nothingReturned(String item) {
        assertThat(post("/api/v1/inbox/return", "{\"returns\":[" + item + "]}").status())
                .isEqualTo(400);
        assertThat(server.desk.calls).isEmpty();
    }

    @Test
    void reasonOfFiveHundredCharacters_taken_andOneMoreRefused() {
        String rare = "𠮷".repeat(500);

        assertThat(post("/api/v1/inbox/return", giveBack(ONE.toString(), "\"OTHER\"", "\"" + rare + "\""))
                        .status())
                .isEqualTo(200);
        assertThat(post("/api/v1/inbox/return", giveBack(ONE.toString(), "\"OTHER\"", "\"" + rare + "𠮷\""))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void outcomes_tellReturnsWithTheirReason() {
        server.desk.closed.add(new BackOffice.Closed(
                ONE,
                new City("zhuzhou"),
                ApiServer.pension(),
                "m-1",
                ExchangeState.RETURNED,
                TIME,
                Optional.of(new ReturnReason("PERSON_UNKNOWN", "查无此人"))));
        server.desk.closed.add(new BackOffice.Closed(
                TWO, new City("zhuzhou"), ApiServer.pension(), "m-2", ExchangeState.DELIVERED, TIME, Optional.empty()));

        JsonNode page = get("/api/v1/outcomes").json();

        assertThat(page.at("/items/0/returned/text").asText()).isEqualTo("查无此人");
        assertThat(page.at("/items/1/state").asText()).isEqualTo("DELIVERED");
        assertThat(page.at("/items/1").has("returned")).isFalse();
        assertThat(server.desk.calls).containsExactly("outcomes changsha-pension '' 100");
    }

    @Test
    void exchange_shownWithItsReceipt() {
        server.desk.views.put(
                ONE,
                new BackOffice.View(
                        ONE,
                        new City("changsha"),
                        new City("zhuzhou"),
                        ApiServer.pension(),
                        "m-1",
                        ExchangeState.SENT,
                        TIME,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        "{\"event\":\"ACCEPTED\"}",
                        "proof\n"));

        var reply = get("/api/v1/exchanges/" + ONE);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("/receipt/leaf").asText()).isEqualTo("{\"event\":\"ACCEPTED\"}");
        assertThat(reply.json().has("closedAt")).isFalse();
        assertThat(reply.json().at("/final").isBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "00000000-0000-0000-0000-000000000000", "01932F3A-7C21-7B44-9D51-3F0A6C2E8B17", "%20"})
    void noExchangeId_notFoundWithoutAsking(String id) {
        assertThat(get("/api/v1/exchanges/" + id).code()).isEqualTo("EXCHANGE_UNKNOWN");
        assertThat(server.desk.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "1e3", "01", "99999999999", "+1", "١"})
    void limitOutOfRange_refused(String limit) {
        String encoded = URLEncoder.encode(limit, StandardCharsets.UTF_8);

        assertThat(get("/api/v1/inbox?limit=" + encoded).code()).isEqualTo("PARAMETER_INVALID");
        assertThat(server.desk.calls).isEmpty();
    }

    private Wire.Reply get(String target) {
        return Wire.call(server, "GET", target).token(ApiServer.PENSION).send();
    }

    private Wire.Reply post(String path, String body) {
        return Wire.call(server, "POST", path)
                .token(ApiServer.PENSION)
                .body("application/json; charset=utf-8", body)
                .send();
    }

    private static String giveBack(String exchange, String code, String text) {
        return "{\"returns\":[{\"exchange\":\"" + exchange + "\",\"code\":" + code + ",\"text\":" + text + "}]}";
    }

    private static Delivery delivery(ExchangeId exchange) {
        return new Delivery(
                exchange,
                new City("xiangtan"),
                ApiServer.pension(),
                "JOINT_PUNISHMENT",
                TIME,
                JsonNodeFactory.instance.objectNode().put("arrearsAmount", "1000000.00"),
                NATIVE,
                "application/xml;charset=GB18030",
                "xml");
    }
}
