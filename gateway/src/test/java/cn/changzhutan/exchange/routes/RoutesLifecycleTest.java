package cn.changzhutan.exchange.routes;

import static cn.changzhutan.exchange.routes.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.pipeline.Answer;
import cn.changzhutan.exchange.pipeline.Delivery;
import cn.changzhutan.exchange.pipeline.Intake;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import cn.changzhutan.exchange.pipeline.OutboundPipeline.Step;
import cn.changzhutan.exchange.pipeline.Publication;
import cn.changzhutan.exchange.pipeline.ReturnReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The connectors in a real Spring context with a broker that is not there: all the rest works, and stops. */
class RoutesLifecycleTest {
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(CamelAutoConfiguration.class)
    static class App {}

    @TempDir
    Path root;

    private final BlockingQueue<Delivery> inbox = new LinkedBlockingQueue<>();
    private final List<ExchangeId> delivered = new CopyOnWriteArrayList<>();

    @Test
    void brokerDown_intakeDropAndDeliveryWork_healthTells_andAStopEnds() throws Exception {
        Files.createDirectories(root.resolve("in"));
        ConfigurableApplicationContext spring = start();
        Intake intake = spring.getBean(Intake.class);
        PartsHealth health = spring.getBean(PartsHealth.class);

        assertThat(intake.submit(List.of(Samples.submission("a", Samples.PENSION))))
                .hasSize(1);

        Delivery delivery = Samples.delivery();
        inbox.add(delivery);
        await().until(() -> delivered.contains(delivery.exchange()));
        assertThat(root.resolve("out/" + delivery.exchange() + ".json.done")).exists();

        Files.writeString(root.resolve("in/a.csv"), "one");
        Files.writeString(
                root.resolve("in/a.csv.done"),
                "batch=B\nkind=pension\ntype=PARTICIPATION\nto=changsha\npurpose=P\nofficer=o\n");
        await().until(() -> Files.exists(root.resolve("in/done/a.csv.done")));
        assertThat(root.resolve("in/a.csv.result.csv")).content().contains("\r\n1,ACCEPTED,changsha:");

        await().until(() -> health.brokerTrouble().isPresent());
        assertThat(spring.getBean(CamelContext.class).isStarted()).isTrue();

        spring.close();

        assertThatThrownBy(() -> intake.submit(List.of(Samples.submission("b", Samples.PENSION))))
                .isInstanceOf(LogUnavailableException.class);
        assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                .doesNotContain("records", "receipts", "checkpoints", "asks", "publisher", "broker");
    }

    private ConfigurableApplicationContext start() {
        RoutesSettings settings = new RoutesSettings(
                Samples.ZHUZHOU,
                "zhuzhou-1",
                List.of(Samples.CHANGSHA, Samples.XIANGTAN),
                List.of(Samples.route(Samples.PENSION)),
                List.of(
                        new SystemEndpoint.DropIn(Samples.SYSTEM, root.resolve("in"), StandardCharsets.UTF_8),
                        new SystemEndpoint.DropOut(Samples.SYSTEM, root.resolve("out"))),
                type -> Optional.of(file -> Outcome.passed(List.of(file))),
                1000,
                1000,
                10,
                4000,
                new BrokerSettings("127.0.0.1:1", Map.of(), 1, 1));
        RoutesLifecycle.Ports ports = new RoutesLifecycle.Ports(
                new OutboundRoutes.Steps(
                        submissions -> submissions.stream()
                                .map(s -> new Step<cn.changzhutan.exchange.CanonicalRecord>(s, refused()))
                                .toList(),
                        group -> group.stream()
                                .map(step -> new Step<List<cn.changzhutan.exchange.AuthorisedRecord>>(
                                        step.submission(), refused()))
                                .toList(),
                        group -> () -> group.stream()
                                .<Answer>map(step -> Samples.accepted(Samples.exchange()))
                                .toList()),
                new InboundRoutes.Steps(arrivals -> List.of(), o -> {}, o -> {}, o -> {}, o -> {}),
                new FakeDesk(),
                new IdleQueue());
        return new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .initializers(context -> {
                    var beans = (org.springframework.context.support.GenericApplicationContext) context;
                    beans.registerBean(PartsHealth.class, PartsHealth::new);
                    beans.registerBean(
                            CamelIntake.class,
                            () -> new CamelIntake(
                                    beans.getBean(CamelContext.class).createProducerTemplate(), settings.waiting()));
                    beans.registerBean(
                            RoutesLifecycle.class,
                            () -> new RoutesLifecycle(
                                    beans.getBean(CamelContext.class),
                                    settings,
                                    ports,
                                    beans.getBean(CamelIntake.class),
                                    beans.getBean(PartsHealth.class)));
                })
                .run("--spring.main.banner-mode=off");
    }

    private static <T> Outcome<T> refused() {
        return Outcome.refused(Refusal.of(Refusal.Stage.MAP, "X", "", "", ""));
    }

    private final class FakeDesk implements DeliveryLoop.Desk {
        @Override
        public boolean onDuty() {
            return true;
        }

        @Override
        public List<Delivery> claim(SystemName system, int limit) {
            List<Delivery> claimed = new ArrayList<>();
            inbox.drainTo(claimed, limit);
            return claimed;
        }

        @Override
        public void delivered(List<ExchangeId> exchanges) {
            delivered.addAll(exchanges);
        }

        @Override
        public void returned(Map<ExchangeId, ReturnReason> exchanges) {
            throw new AssertionError();
        }

        @Override
        public void failed(List<ExchangeId> exchanges, String cause) {
            throw new AssertionError();
        }

        @Override
        public synchronized void await(long millis) throws InterruptedException {
            wait(20);
        }
    }

    private static final class IdleQueue implements KafkaPublisher.Queue {
        @Override
        public Publication next(int limit) {
            return new Publication(List.of(), List.of(), 0, 0);
        }

        @Override
        public void published(Publication publication) {
            throw new AssertionError();
        }

        @Override
        public synchronized void await(long millis) throws InterruptedException {
            wait(20);
        }
    }
}
