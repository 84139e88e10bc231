package cn.changzhutan.exchange.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.AuthorisedRecord;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.pipeline.Answer;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import cn.changzhutan.exchange.pipeline.OutboundPipeline.Step;
import cn.changzhutan.exchange.pipeline.OverCapacityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CamelIntakeTest {
    private static final RecordType UNROUTED = new RecordType("freight", "PASS");

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<Integer> groups = new ArrayList<>();
    private final List<Map<String, Object>> headersSeen = new ArrayList<>();
    private Function<List<Step<List<AuthorisedRecord>>>, List<Answer>> seal = CamelIntakeTest::echo;
    private Function<List<Step<List<AuthorisedRecord>>>, Supplier<List<Answer>>> sealed = group -> {
        List<Answer> answers = seal.apply(group);
        return () -> answers;
    };
    private CamelIntake intake;

    /** Answers each submission with a refusal whose code is its message id, so that answers can be told apart. */
    private static List<Answer> echo(List<Step<List<AuthorisedRecord>>> group) {
        return group.stream()
                .map(step -> Samples.refused(step.submission().messageId()))
                .toList();
    }

    @BeforeEach
    void start() throws Exception {
        camel.getCamelContextExtension()
                .addInterceptStrategy((context, definition, target, next) ->
                        definition.getShortName().equals("process") ? new HeaderWatch(target) : target);
        camel.addRoutes(new OutboundRoutes(new OutboundRoutes.Steps(
                submissions -> {
                    groups.add(submissions.size());
                    return submissions.stream()
                            .map(s -> new Step<cn.changzhutan.exchange.CanonicalRecord>(s, refused()))
                            .toList();
                },
                group -> group.stream()
                        .map(step -> new Step<List<AuthorisedRecord>>(step.submission(), refused()))
                        .toList(),
                group -> sealed.apply(group))));
        camel.start();
        OutboundRoutes.add(camel, Samples.route(Samples.PENSION));
        OutboundRoutes.add(camel, Samples.route(Samples.HOUSEHOLD));
        intake = new CamelIntake(camel.createProducerTemplate(), 3);
        intake.open(List.of(Samples.PENSION, Samples.HOUSEHOLD));
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void mixedTypes_areGroupedByType_andAnsweredInTheOrderOfTheCall() {
        List<RecordType> types = List.of(Samples.PENSION, Samples.HOUSEHOLD, UNROUTED);
        List<Submission> mixed = IntStream.range(0, 30)
                .mapToObj(i -> Samples.submission("M" + i, types.get(i % 3)))
                .toList();

        List<Answer> answers = intake.submit(mixed);

        assertThat(answers)
                .extracting(CamelIntakeTest::code)
                .containsExactlyElementsOf(
                        IntStream.range(0, 30).mapToObj(i -> "M" + i).toList());
        assertThat(groups).containsExactly(10, 10, 10);
    }

    /** The answers of one type are asked for when all types are on their way: they share a commit. */
    @Test
    void mixedTypes_goTogether() {
        CountDownLatch both = new CountDownLatch(2);
        sealed = group -> {
            both.countDown();
            return () -> {
                assertThat(both.getCount()).isZero();
                return echo(group);
            };
        };

        assertThat(intake.submit(
                        List.of(Samples.submission("a", Samples.PENSION), Samples.submission("b", Samples.HOUSEHOLD))))
                .extracting(CamelIntakeTest::code)
                .containsExactly("a", "b");
    }

    @Test
    void logUnavailable_whenTheAppendFails_comesOutAsItself() {
        LogUnavailableException down = new LogUnavailableException("down", null);
        sealed = group -> () -> {
            throw down;
        };
        assertThatThrownBy(this::submitOne).isSameAs(down);
    }

    @Test
    void logUnavailable_comesOutAsItself() {
        LogUnavailableException down = new LogUnavailableException("down", null);
        seal = group -> {
            throw down;
        };
        assertThatThrownBy(this::submitOne).isSameAs(down);
    }

    @Test
    void overCapacity_comesOutAsItself_whenNothingWasTaken() {
        OverCapacityException full = new OverCapacityException("full");
        seal = group -> {
            throw full;
        };
        assertThatThrownBy(this::submitOne).isSameAs(full);
    }

    @Test
    void overCapacity_afterAPartWasTaken_isNotSaidToHaveTakenNothing() {
        seal = group -> {
            if (group.get(0).submission().type().equals(Samples.HOUSEHOLD)) {
                throw new OverCapacityException("full");
            }
            return echo(group);
        };
        assertThatThrownBy(() -> intake.submit(
                        List.of(Samples.submission("a", Samples.PENSION), Samples.submission("b", Samples.HOUSEHOLD))))
                .isInstanceOf(LogUnavailableException.class);
    }

    @Test
    void moreThanMayBeUnderWay_isRefusedAtOnce_andTakenAfterwards() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        seal = group -> {
            if (group.get(0).submission().messageId().equals("a")) {
                inside.countDown();
                await(released);
            }
            return echo(group);
        };
        FutureTask<List<Answer>> two = new FutureTask<>(() -> intake.submit(
                List.of(Samples.submission("a", Samples.PENSION), Samples.submission("b", Samples.PENSION))));
        new Thread(two).start();
        inside.await();

        assertThatThrownBy(() -> intake.submit(
                        List.of(Samples.submission("c", Samples.PENSION), Samples.submission("d", Samples.PENSION))))
                .isInstanceOf(OverCapacityException.class);
        released.countDown();

        assertThat(two.get()).hasSize(2);
        assertThat(intake.submit(List.of(Samples.submission("c", Samples.PENSION))))
                .hasSize(1);
        assertThat(groups).containsExactly(2, 1);
    }

    @Test
    void aCallOfMoreThanMayBeUnderWay_isTakenWhenItIsAlone() {
        assertThat(intake.submit(pensions(5))).hasSize(5);
    }

    @Test
    void behindWithWhatOthersSend_littleNewIsTaken_andAsBeforeWhenItIsCaughtUp() throws Exception {
        intake = new CamelIntake(camel.createProducerTemplate(), 1_000);
        intake.open(List.of(Samples.PENSION));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        seal = group -> {
            if (group.size() == 256) {
                inside.countDown();
                await(released);
            }
            return echo(group);
        };
        intake.backlog().set("records", Backlog.BEHIND);
        intake.backlog().set("receipts", 1);
        FutureTask<List<Answer>> first = new FutureTask<>(() -> intake.submit(pensions(256)));
        new Thread(first).start();
        inside.await();

        assertThatThrownBy(() -> intake.submit(pensions(1))).isInstanceOf(OverCapacityException.class);
        intake.backlog().set("receipts", 0);
        assertThat(intake.submit(pensions(57))).hasSize(57);

        intake.backlog().set("receipts", 1);
        released.countDown();
        assertThat(first.get()).hasSize(256);
        assertThat(intake.submit(pensions(500))).hasSize(500);
    }

    private static List<Submission> pensions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Samples.submission("M" + i, Samples.PENSION))
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void missingAnswer_isAnError_notANullAmongTheAnswers() {
        seal = group -> List.of();
        assertThatThrownBy(this::submitOne)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0 answers (expected: 1)");
    }

    @Test
    void closedIntake_takesNothing_andSaysTryLater() {
        assertThat(intake.close(Duration.ofSeconds(1))).isTrue();
        assertThatThrownBy(this::submitOne).isInstanceOf(LogUnavailableException.class);
        assertThat(groups).isEmpty();
    }

    @Test
    void foreignHeaders_neverEnterAStep() {
        Exchange exchange = camel.createProducerTemplate().send(OutboundRoutes.uri(Samples.PENSION), e -> {
            e.getMessage().setHeader("kafka.OVERRIDE_TOPIC", "exchange.records.zhuzhou.elsewhere");
            e.getMessage().setHeader("CamelHttpUri", "http://elsewhere.example/");
            e.getMessage().setHeader("X-Anything", "1");
            e.getMessage().setBody(List.of(Samples.submission("M", Samples.PENSION)));
        });
        assertThat(exchange.getException()).isNull();
        assertThat(headersSeen)
                .hasSize(3)
                .allSatisfy(headers -> assertThat(headers).isEmpty());
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
    }

    private final class HeaderWatch extends DelegateAsyncProcessor {
        HeaderWatch(Processor step) {
            super(step);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            headersSeen.add(new HashMap<>(exchange.getMessage().getHeaders()));
            return super.process(exchange, callback);
        }
    }

    private List<Answer> submitOne() {
        return intake.submit(List.of(Samples.submission("a", Samples.PENSION)));
    }

    private static String code(Answer answer) {
        return ((Answer.Refused) answer).refusal().problems().get(0).code();
    }

    private static <T> Outcome<T> refused() {
        return Outcome.refused(Refusal.of(Refusal.Stage.MAP, "X", "", "", ""));
    }
}
