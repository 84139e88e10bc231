package cn.changzhutan.exchange.api;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.pipeline.Answer;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import cn.changzhutan.exchange.pipeline.OverCapacityException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
    private static final String PENSION = "/api/v1/batches?kind=pension&type=PARTICIPATION&to=zhuzhou,xiangtan";
    private static final String HOUSEHOLD = "/api/v1/batches?kind=household&type=MIGRATION_CERTIFICATE&to=zhuzhou";
    private static final String LINES = "application/x-ndjson";
    private ApiServer server;

    @BeforeEach
    void fresh() {
        server = ApiServer.fresh();
    }

    @Test
    void lines_recordHandedOnAsTheExactBytesOfTheLine() {
        var reply = Wire.sending(server, PENSION)
                .header("Exchange-Case", "c-0")
                .body(
                        LINES,
                        "{\"id\":\"甲-1\",\"record\":{ \"name\" : \"䶮𠮷·古丽\", \"b\":[1.50,{\"c\":\"}\"}] }}\r\n"
                                + "{ \"record\":{\"n\":2} , \"case\":\"c-2\",\"id\":\"m-2\" }")
                .send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.lines())
                .extracting(line -> line.path("status").asInt())
                .containsExactly(202, 202);
        assertThat(reply.lines()).extracting(line -> line.path("id").asText()).containsExactly("甲-1", "m-2");
        assertThat(reply.lines().get(0).path("exchanges")).hasSize(2);
        List<Submission> all = server.intake.all();
        assertThat(text(all.get(0))).isEqualTo("{ \"name\" : \"䶮𠮷·古丽\", \"b\":[1.50,{\"c\":\"}\"}] }");
        assertThat(text(all.get(1))).isEqualTo("{\"n\":2}");
        assertThat(all).extracting(Submission::messageId).containsExactly("甲-1", "m-2");
        assertThat(all).extracting(s -> s.caseNumber().orElse("")).containsExactly("c-0", "c-2");
        assertThat(all).extracting(Submission::form).containsOnly(Submission.Form.NATIVE);
    }

    @Test
    void sharedLines_takenAsSharedForm() {
        Wire.sending(server, HOUSEHOLD)
                .body("application/vnd.changzhutan.shared+x-ndjson", "{\"id\":\"m-1\",\"record\":{}}\n")
                .send();

        assertThat(server.intake.only().form()).isEqualTo(Submission.Form.SHARED);
    }

    @Test
    void nativeLinesOfACityWithoutJson_refusedWithoutGuessing() {
        var reply = Wire.sending(server, HOUSEHOLD)
                .body(LINES, "{\"id\":\"m-1\",\"record\":{}}\n")
                .send();

        assertThat(reply.status()).isEqualTo(415);
        assertThat(server.intake.all()).isEmpty();
    }

    @Test
    void goodLineAmongBadOnes_acceptedAndAllAnsweredInOrder() {
        server.intake.answer = submission -> submission.messageId().equals("refused")
                ? new Answer.Refused(Refusal.of(Refusal.Stage.MAP, "REQUIRED", "/name", "give the name", "请填写姓名"))
                : FakeIntake.accepted(submission);
        String tooLong = "x".repeat(ApiServer.LIMITS.bodyBytes());

        var reply = Wire.sending(server, PENSION)
                .body(
                        LINES,
                        String.join(
                                "\n",
                                "{\"id\":\"a\",\"record\":{}}",
                                "not json",
                                "{\"id\":\"refused\",\"record\":{}}",
                                "",
                                "{\"id\":\"large\",\"record\":{\"x\":\"" + tooLong + "\"}}",
                                "{\"id\":\"b\",\"record\":{}}"))
                .send();

        assertThat(reply.lines()).extracting(line -> line.path("line").asInt()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(reply.lines())
                .extracting(line -> line.path("status").asInt())
                .containsExactly(202, 400, 422, 400, 413, 202);
        assertThat(reply.lines())
                .extracting(line -> line.path("id").asText("-"))
                .containsExactly("a", "-", "refused", "-", "large", "b");
        assertThat(reply.lines().get(2).at("/problem/problems/0/pointer").asText())
                .isEqualTo("/name");
        assertThat(server.intake.all()).extracting(Submission::messageId).containsExactly("a", "refused", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "\"text\"",
                "{}",
                "{\"id\":\"a\"}",
                "{\"record\":{}}",
                "{\"id\":\"a\",\"record\":[]}",
                "{\"id\":\"a\",\"record\":\"{}\"}",
                "{\"id\":\"a\",\"record\":null}",
                "{\"id\":1,\"record\":{}}",
                "{\"id\":\"\",\"record\":{}}",
                "{\"id\":\" a\",\"record\":{}}",
                "{\"id\":\"a\\nb\",\"record\":{}}",
                "{\"id\":\"\\ud800\",\"record\":{}}",
                "{\"id\":{\"id\":\"a\",\"record\":{}}}",
                "{\"id\":\"a\",\"id\":\"b\",\"record\":{}}",
                "{\"id\":\"a\",\"record\":{},\"record\":{}}",
                "{\"id\":\"a\",\"record\":{\"x\":1,\"x\":2}}",
                "{\"id\":\"a\",\"record\":{},\"to\":\"paris\"}",
                "{\"id\":\"a\",\"record\":{},\"case\":\"\"}",
                "{\"id\":\"a\",\"record\":{}} {}",
                "{\"id\":\"a\",\"record\":{}},",
                "{\"id\":\"a\",\"record\":{}",
                "\uFEFF{\"id\":\"a\",\"record\":{}}",
                "{\"id\":\"a\",\"record\":{\"x\":NaN}}"
            })
    void unreadableLine_refusedAndNothingSubmitted(String line) {
        var reply = Wire.sending(server, PENSION).body(LINES, line + "\n").send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.lines()).hasSize(1);
        assertThat(reply.lines().get(0).at("/problem/code").asText()).isEqualTo("BODY_MALFORMED");
        assertThat(server.intake.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32BE", "GB18030"})
    void lineInAnotherCharset_refusedAndNotGuessed(String charset) {
        byte[] line = "{\"id\":\"䶮\",\"record\":{}}".getBytes(Charset.forName(charset));

        var reply = Wire.sending(server, PENSION).body(LINES, line).send();

        assertThat(reply.lines()).isNotEmpty();
        assertThat(reply.lines()).extracting(l -> l.path("status").asInt()).containsOnly(400);
        assertThat(server.intake.all()).isEmpty();
    }

    @Test
    void recordNestedTooDeep_thatLineRefused() {
        String deep = "[".repeat(5000) + "]".repeat(5000);
        var reply = Wire.sending(server, PENSION)
                .body(LINES, "{\"id\":\"a\",\"record\":{\"x\":" + deep + "}}\n{\"id\":\"b\",\"record\":{}}\n")
                .send();

        assertThat(reply.lines())
                .extracting(line -> line.path("status").asInt())
                .containsExactly(400, 202);
    }

    @Test
    void csvOfManyRows_oneResultARowWithTheBatchIdAndItsNumber() {
        byte[] csv = "AAC002,AAC003\r\n1,䶮\r\n2,𠮷\r\n".getBytes(Charset.forName("GB18030"));

        var reply = Wire.sending(server, HOUSEHOLD).body("text/csv", csv).send();

        assertThat(reply.lines()).extracting(line -> line.path("id").asText()).containsExactly("m-1/1", "m-1/2");
        assertThat(new String(server.intake.all().get(1).content(), Charset.forName("GB18030")))
                .isEqualTo("AAC002,AAC003\r\n2,𠮷\r\n");
    }

    @Test
    void csvThatCannotBeSplit_refusedAsAWholeWithTheSplittersProblem() {
        var reply = Wire.sending(server, HOUSEHOLD)
                .body("text/csv", "A,B\r\n1,2\r\n")
                .send();

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/problems/0/code").asText()).isEqualTo("CSV_HEADER");
    }

    @Test
    void csvWithoutBatchId_refused() {
        var reply = Wire.sending(server, HOUSEHOLD)
                .without("Idempotency-Key")
                .body("text/csv", "AAC002,AAC003\r\n1,2\r\n")
                .send();

        assertThat(reply.code()).isEqualTo("HEADER_MISSING");
    }

    @Test
    void fullFromTheStart_wholeBatchAnswered429() {
        fail(0, new OverCapacityException("full"));

        var reply = Wire.sending(server, PENSION).body(LINES, many(600)).send();

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.headers()).containsKey("retry-after");
    }

    @Test
    void logFailsOnTheWay_laterLinesSay503AndTheEarlierStayAccepted() {
        fail(300, new LogUnavailableException("down", null));

        var reply = Wire.sending(server, PENSION).body(LINES, many(599) + "bad").send();

        List<Integer> statuses =
                reply.lines().stream().map(line -> line.path("status").asInt()).toList();
        assertThat(statuses).hasSize(600);
        int accepted = statuses.indexOf(503);
        assertThat(accepted).isBetween(1, 300);
        assertThat(statuses.subList(0, accepted)).containsOnly(202);
        assertThat(statuses.subList(accepted, 599)).containsOnly(503);
        assertThat(statuses.get(599)).isEqualTo(400);
        assertThat(server.intake.all()).hasSize(accepted);
    }

    @Test
    void fullOnTheWay_laterLinesSay429() {
        fail(300, new OverCapacityException("full"));

        List<JsonNode> lines =
                Wire.sending(server, PENSION).body(LINES, many(600)).send().lines();

        assertThat(lines.get(0).path("status").asInt()).isEqualTo(202);
        assertThat(lines.get(599).path("status").asInt()).isEqualTo(429);
        assertThat(lines.get(599).path("id").asText()).isEqualTo("m-599");
    }

    @Test
    void exactlyTheAllowedNumberOfLines_accepted() {
        var reply = Wire.sending(server, PENSION).body(LINES, many(600)).send();

        assertThat(reply.lines()).hasSize(600);
        assertThat(server.intake.all()).hasSize(600);
    }

    /** Lets the message with this number, and all of its group with it, fail. */
    private void fail(int number, RuntimeException failure) {
        server.intake.answer = submission -> {
            if (submission.messageId().equals("m-" + number)) {
                throw failure;
            }
            return FakeIntake.accepted(submission);
        };
    }

    private static String many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"id\":\"m-" + i + "\",\"record\":{\"n\":" + i + "}}\n")
                .collect(Collectors.joining());
    }

    private static String text(Submission submission) {
        return new String(submission.content(), StandardCharsets.UTF_8);
    }
}
