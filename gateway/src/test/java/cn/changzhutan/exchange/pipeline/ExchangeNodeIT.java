package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.WAGE_ARREARS;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.AuthorisedRecord;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Problem;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.crypto.EnvelopeSealer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole walk between real nodes on real databases. */
class ExchangeNodeIT extends WithCities {
    @Test
    void everyTypeBetweenEveryPair_isDeliveredAndClosed() throws Exception {
        int sent = 0;
        for (City from : cities.nodes.keySet()) {
            for (RecordType type : List.of(PENSION, ThreeCities.HOUSEHOLD, ThreeCities.MEDICAL, WAGE_ARREARS)) {
                City[] to = cities.nodes.keySet().stream()
                        .filter(city -> !city.equals(from))
                        .toArray(City[]::new);
                Answer answer = cities.submit(
                        cities.submission(from, type, ThreeCities.sample(from, type, 0), "m-" + type, to));
                assertThat(answer).as("%s %s", from, type).isInstanceOf(Answer.Accepted.class);
                sent += ((Answer.Accepted) answer).receipts().size();
            }
        }

        cities.carry();
        int delivered = cities.deliverEverything();
        cities.carry();

        assertThat(delivered).isEqualTo(sent).isEqualTo(24);
        cities.assertAccounts(24, 24, 0);
    }

    @Test
    void sameMessageAgain_givesTheFirstAnswer_otherContentConflicts() throws Exception {
        Submission first = cities.pension("m-1");
        Answer.Accepted accepted = (Answer.Accepted) cities.submit(first);

        Answer.Accepted again = (Answer.Accepted) cities.submit(first);
        Answer other = cities.submit(
                cities.submission(CHANGSHA, PENSION, ThreeCities.sample(CHANGSHA, PENSION, 1), "m-1", ZHUZHOU));

        assertThat(again.repeated()).isTrue();
        assertThat(again.receipts().get(0).exchange())
                .isEqualTo(accepted.receipts().get(0).exchange());
        assertThat(again.receipts().get(0).leaf())
                .isEqualTo(accepted.receipts().get(0).leaf());
        assertThat(((Answer.Refused) other).refusal().problems().get(0).code()).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(cities.tally(CHANGSHA, ZHUZHOU).accepted()).isEqualTo(1);
        assertThat(cities.tally(CHANGSHA, ZHUZHOU).refused()).isEqualTo(1);
    }

    @Test
    void everyProblem_isReportedAtOnce_ofMappingAndOfSchema() throws Exception {
        String wrong = new String(ThreeCities.sample(CHANGSHA, PENSION, 0), StandardCharsets.UTF_8)
                .replaceFirst("\"gender\": \"[^\"]*\"", "\"gender\": \"?\"")
                .replaceFirst("\"idCard\": \"[^\"]*\"", "\"idCard\": \"430102199003079972\"");

        Answer answer = cities.submit(
                cities.submission(CHANGSHA, PENSION, wrong.getBytes(StandardCharsets.UTF_8), "m-1", ZHUZHOU));

        assertThat(((Answer.Refused) answer).refusal().problems())
                .extracting(problem -> problem.code() + " " + problem.pointer())
                .containsExactly("NOT_CONVERTIBLE /gender", "CHECK_DIGIT /citizenId");
    }

    @Test
    void twinsInOneGroup_areOneExchange() throws Exception {
        Submission message = cities.pension("m-1");

        List<Answer> answers = cities.submit(List.of(message, message));

        assertThat(((Answer.Accepted) answers.get(1)).receipts().get(0).exchange())
                .isEqualTo(((Answer.Accepted) answers.get(0)).receipts().get(0).exchange());
        assertThat(cities.tally(CHANGSHA, ZHUZHOU).accepted()).isEqualTo(1);
    }

    /** The schemas keep real records far below; who seals without them is told, and no call fails. */
    @Test
    void recordThatNoEnvelopeHolds_isRefused() throws Exception {
        OutboundPipeline outbound = cities.nodes.get(CHANGSHA).outbound();
        OutboundPipeline.Step<List<AuthorisedRecord>> step =
                outbound.authorise(outbound.map(List.of(cities.pension("m-1")))).get(0);
        AuthorisedRecord valid = ((Outcome.Passed<List<AuthorisedRecord>>) step.outcome())
                .value()
                .get(0);
        AuthorisedRecord longer = new AuthorisedRecord(
                valid.canonical(),
                valid.to(),
                valid.agreementId(),
                valid.agreementDigest(),
                valid.fieldsDigest(),
                valid.lawfulBasis(),
                ((ObjectNode) valid.projection().deepCopy()).put("name", "x".repeat(EnvelopeSealer.MAX_INSIDE)));

        Answer answer = outbound.seal(
                        List.of(new OutboundPipeline.Step<>(step.submission(), Outcome.passed(List.of(longer)))))
                .get()
                .get(0);

        assertThat(((Answer.Refused) answer).refusal().problems())
                .extracting(Problem::code)
                .containsExactly("RECORD_TOO_LARGE");
    }
}
