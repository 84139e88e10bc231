package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Problem;
import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.pipeline.Answer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendingTest {
    private static final String ONE = "/api/v1/exchanges?kind=pension&type=PARTICIPATION&to=zhuzhou";
    private static final String RECORD = "{\"name\":\"阿依古丽·吐尔逊\",\"note\":\"䶮𠮷\"}";
    private ApiServer server;

    @BeforeEach
    void fresh() {
        server = ApiServer.fresh();
    }

    @Test
    void nativeRecord_handedOverByteForByteWithItsSender() {
        var reply = Wire.sending(server, ONE)
                .header("Exchange-Case", "%E9%95%BF%E6%B2%99-2026-1")
                .header("Exchange-On-Behalf-Of", "%F0%A0%AE%B7%E6%B0%8F%C2%B7%E4%BB%A3%E5%8A%9E")
                .body("application/json", RECORD)
                .send();

        assertThat(reply.status()).isEqualTo(202);
        Submission submission = server.intake.only();
        assertThat(submission.from()).isEqualTo(new City("changsha"));
        assertThat(submission.system()).isEqualTo(new SystemName("changsha-pension"));
        assertThat(submission.type()).isEqualTo(ApiServer.pension());
        assertThat(submission.to()).containsExactly(new City("zhuzhou"));
        assertThat(submission.purpose()).isEqualTo("PENSION_TRANSFER");
        assertThat(submission.caseNumber()).contains("长沙-2026-1");
        assertThat(submission.officer()).isEqualTo("王明");
        assertThat(submission.onBehalfOf()).contains("𠮷氏·代办");
        assertThat(submission.messageId()).isEqualTo("m-1");
        assertThat(submission.form()).isEqualTo(Submission.Form.NATIVE);
        assertThat(submission.content()).isEqualTo(RECORD.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void callOfASystemThatMayNotSendTheType_isLoggedBeforeItIsRefused() {
        var reply = Wire.sending(server, ONE)
                .without("Authorization")
                .token(ApiServer.MEDICAL)
                .body("application/json", RECORD)
                .send();

        assertThat(reply.status()).isEqualTo(403);
        assertThat(server.refused).containsExactly("changsha-medical pension/PARTICIPATION [zhuzhou] NOT_YOUR_TYPE");
    }

    @Test
    void officerInPlainUtf8_readAsUtf8() {
        Wire.sending(server, ONE)
                .without("Exchange-Officer")
                .header("Exchange-Officer", "王䶮𠮷")
                .body("application/json", RECORD)
                .send();

        assertThat(server.intake.only().officer()).isEqualTo("王䶮𠮷");
    }

    @Test
    void sharedMediaType_takenAsSharedForm() {
        Wire.sending(server, ONE)
                .body("application/vnd.changzhutan.shared+json", RECORD)
                .send();

        assertThat(server.intake.only().form()).isEqualTo(Submission.Form.SHARED);
    }

    @Test
    void severalDestinations_oneReceiptEachInTheirOrder() {
        var reply = Wire.sending(server, "/api/v1/exchanges?to=xiangtan,zhuzhou&kind=pension&type=PARTICIPATION")
                .body("application/json", RECORD)
                .send();

        assertThat(reply.json().path("exchanges")).hasSize(2);
        assertThat(reply.json().at("/exchanges/0/to").asText()).isEqualTo("xiangtan");
        assertThat(reply.json().at("/exchanges/1/to").asText()).isEqualTo("zhuzhou");
        assertThat(reply.json().at("/exchanges/1/receipt/proof").asText()).isEqualTo("proof\n");
        assertThat(reply.headers()).doesNotContainKey("location");
    }

    @Test
    void oneDestination_locationLeadsToTheExchange() {
        var reply = Wire.sending(server, ONE).body("application/json", RECORD).send();

        assertThat(reply.headers().get("location"))
                .isEqualTo("/api/v1/exchanges/"
                        + reply.json().at("/exchanges/0/exchange").asText());
    }

    @Test
    void repeatedMessage_saysSo() {
        server.intake.answer =
                submission -> new Answer.Accepted(((Answer.Accepted) FakeIntake.accepted(submission)).receipts(), true);

        var reply = Wire.sending(server, ONE).body("application/json", RECORD).send();

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("repeated").asBoolean()).isTrue();
    }

    @Test
    void csvInTheCharsetOfTheRoute_handedOverUndecoded() {
        byte[] row = "AAC002,AAC003\r\n430102199003079973,䶮𠮷\r\n".getBytes(Charset.forName("GB18030"));

        Wire.sending(server, "/api/v1/exchanges?kind=household&type=MIGRATION_CERTIFICATE&to=zhuzhou")
                .body("text/csv; charset=gb18030", row)
                .send();

        assertThat(server.intake.only().content()).isEqualTo(row);
    }

    @ParameterizedTest
    @CsvSource({
        "RECEIVE, BODY_TRUNCATED, 400, BODY_MALFORMED",
        "RECEIVE, IDEMPOTENCY_CONFLICT, 409, IDEMPOTENCY_CONFLICT",
        "MAP, MALFORMED, 400, BODY_MALFORMED",
        "MAP, MALFORMED_XML, 400, BODY_MALFORMED",
        "MAP, WRONG_CHARSET, 400, BODY_MALFORMED",
        "MAP, XML_DTD, 400, BODY_MALFORMED",
        "MAP, CITIZEN_ID_CHECK_DIGIT, 422, RECORD_REFUSED",
        "AUTHORISE, NO_AGREEMENT, 403, NOT_AUTHORISED",
        "SEAL, LEAF_TOO_LARGE, 422, RECORD_REFUSED",
        "SEAL, IDEMPOTENCY_CONFLICT, 409, IDEMPOTENCY_CONFLICT"
    })
    void refusedByThePipeline_statusOfItsStage(Refusal.Stage stage, String code, int status, String whole) {
        server.intake.answer = submission -> new Answer.Refused(new Refusal(
                stage,
                List.of(
                        new Problem(code, "/citizenId", "check the last digit", "请核对末位校验码"),
                        new Problem("REQUIRED", "/name", "give the name", "请填写姓名"))));

        var reply = Wire.sending(server, ONE).body("application/json", RECORD).send();

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(whole);
        assertThat(reply.json().path("problems")).hasSize(2);
        assertThat(reply.json().at("/problems/0/code").asText()).isEqualTo(code);
        assertThat(reply.json().at("/problems/0/hintZh").asText()).isEqualTo("请核对末位校验码");
        assertThat(reply.json().at("/problems/1/pointer").asText()).isEqualTo("/name");
    }

    @Test
    void otherHeaders_neverTravelOn() {
        var reply = Wire.sending(server, ONE)
                .header("kafka.OVERRIDE_TOPIC", "elsewhere")
                .header("CamelHttpUri", "http://elsewhere")
                .header("Exchange-To", "elsewhere")
                .body("application/json", RECORD)
                .send();

        assertThat(reply.status()).isEqualTo(202);
        assertThat(server.intake.only().toString()).doesNotContain("elsewhere");
        assertThat(server.intake.only().purpose() + server.intake.only().officer())
                .doesNotContain("elsewhere");
    }
}
