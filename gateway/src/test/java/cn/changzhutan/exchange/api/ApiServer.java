package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.Role;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.api.GatewayNumbers.Numbers;
import cn.changzhutan.exchange.pipeline.Intake;
import cn.changzhutan.exchange.witness.WitnessAnswer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The HTTP side on a real Tomcat with the settings of application.yaml, and what stands behind it replaced. One for all tests. */
final class ApiServer {
    static final String PENSION = "token-of-changsha-pension";
    static final String AUDITOR = "token-of-changsha-auditor";
    static final String OPERATOR = "token-of-changsha-operator";
    static final String ADMIN = "token-of-changsha-admin";
    static final String PORTAL = "token-of-changsha-portal";
    static final String PEER = "token-of-zhuzhou";
    static final String MEDICAL = "token-of-changsha-medical";
    /** Of this one there is evidence. */
    static final String EVIDENCE = "01932f3a-7c21-7b44-9d51-3f0a6c2e8b99";

    static final ApiLimits LIMITS = new ApiLimits(10_000, 100_000, 600, 200_000);

    final FakeIntake intake = new FakeIntake();
    final FakeDesk desk = new FakeDesk();
    final FakeRecords records = new FakeRecords();
    final FakeLog log = new FakeLog();
    final List<String> refused = new CopyOnWriteArrayList<>();
    final FakeAuditDesk audit = new FakeAuditDesk();
    /** What a witness answers to a body or a hash. */
    volatile Function<String, WitnessAnswer> witness;

    volatile Map<String, String> troubles = Map.of();
    volatile Numbers numbers = new Numbers(List.of(), List.of(), 0, 0, 0, 0, 0, List.of());
    private final ServletWebServerApplicationContext context;

    private static final class One {
        static final ApiServer SERVER = new ApiServer();
    }

    /** The server as if nothing had been asked of it yet. */
    static ApiServer fresh() {
        ApiServer server = One.SERVER;
        server.intake.reset();
        server.desk.reset();
        server.log.reset();
        server.records.reset();
        server.refused.clear();
        server.audit.reset();
        server.troubles = Map.of();
        server.witness = asked -> new WitnessAnswer(404, "text/plain", "unknown\n");
        server.numbers = new Numbers(List.of(), List.of(), 0, 0, 0, 0, 0, List.of());
        return server;
    }

    private ApiServer() {
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
                .initializers(c -> ((org.springframework.context.support.GenericApplicationContext) c)
                        .registerBean(ApiServer.class, () -> this))
                .run("--server.port=0", "--server.address=127.0.0.1");
        Runtime.getRuntime().addShutdownHook(new Thread(context::close));
    }

    int port() {
        return context.getWebServer().getPort();
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = CamelAutoConfiguration.class)
    @Import(ApiConfiguration.class)
    static class Application {
        /** So that the tests of a body that never comes do not wait for it for long. */
        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE)
        WebServerFactoryCustomizer<TomcatServletWebServerFactory> shortPauses() {
            return factory -> factory.addConnectorCustomizers(connector ->
                    ((AbstractHttp11Protocol<?>) connector.getProtocolHandler()).setConnectionUploadTimeout(2_000));
        }

        @Bean
        ApiSettings settings() {
            return new ApiSettings(new City("changsha"), Set.of(new City("zhuzhou"), new City("xiangtan")), LIMITS);
        }

        @Bean
        SendingRoutes routes() {
            var pension = new SendingRoutes.SendingRoute(
                    new SystemName("changsha-pension"), "application/json", document -> unsplit());
            var household = new SendingRoutes.SendingRoute(
                    new SystemName("changsha-pension"), "text/csv;charset=GB18030", ApiServer::rows);
            return type -> switch (type.toString()) {
                case "pension/PARTICIPATION" -> Optional.of(pension);
                case "household/MIGRATION_CERTIFICATE" -> Optional.of(household);
                default -> Optional.empty();
            };
        }

        @Bean
        TokenDirectory tokens() {
            return token -> switch (token) {
                case PENSION -> Optional.of(Caller.of(new SystemName("changsha-pension")));
                case MEDICAL -> Optional.of(Caller.of(new SystemName("changsha-medical")));
                case AUDITOR -> Optional.of(new Caller("changsha-auditor", Role.AUDITOR));
                case OPERATOR -> Optional.of(new Caller("changsha-operator", Role.OPERATOR));
                case ADMIN -> Optional.of(new Caller("changsha-admin", Role.ADMIN));
                case PORTAL -> Optional.of(new Caller("changsha-portal", Role.PORTAL));
                case PEER -> Optional.of(Caller.of(new City("zhuzhou")));
                default -> Optional.empty();
            };
        }

        @Bean
        Intake intake(ApiServer server) {
            return server.intake;
        }

        @Bean
        DoorLog door(ApiServer server) {
            return (caller, type, to, code) -> server.refused.add(caller + " " + type + " " + to + " " + code);
        }

        @Bean
        IndexProgress indexProgress() {
            return () -> 4711;
        }

        @Bean
        KeyDates keyDates() {
            return () -> Map.of("changsha.exchange.example/log+0a1b2c3d", LocalDate.parse("2028-11-22"));
        }

        @Bean
        Desk desk(ApiServer server) {
            return server.desk;
        }

        @Bean
        EvidenceDesk evidence(ApiServer server) {
            return (caller, reason, exchange) -> {
                if (server.log.failure != null) {
                    throw server.log.failure;
                }
                return exchange.toString().equals(EVIDENCE)
                        ? Optional.of((caller + " " + reason.orElse("-")).getBytes(StandardCharsets.UTF_8))
                        : Optional.empty();
            };
        }

        @Bean
        FakeRecords records(ApiServer server) {
            return server.records;
        }

        @Bean
        AuditDesk auditDesk(ApiServer server) {
            return server.audit;
        }

        @Bean
        LogFiles log(ApiServer server) {
            return server.log;
        }

        @Bean
        WitnessCalls witness(ApiServer server) {
            return new WitnessCalls() {
                @Override
                public WitnessAnswer add(byte[] body) {
                    return server.witness.apply(new String(body, StandardCharsets.UTF_8));
                }

                @Override
                public WitnessAnswer newest(String hash) {
                    return server.witness.apply(hash);
                }
            };
        }

        @Bean
        Parts parts(ApiServer server) {
            return new Parts(
                    () -> Optional.ofNullable(server.troubles.get("database")),
                    () -> Optional.ofNullable(server.troubles.get("log")),
                    () -> Optional.ofNullable(server.troubles.get("broker")));
        }

        @Bean
        GatewayNumbers numbers(ApiServer server) {
            return () -> {
                if (server.numbers == null) {
                    throw new IllegalStateException("no database");
                }
                return server.numbers;
            };
        }
    }

    static RecordType pension() {
        return new RecordType("pension", "PARTICIPATION");
    }

    private static Outcome<List<byte[]>> unsplit() {
        return Outcome.refused(Refusal.of(Refusal.Stage.MAP, "NOT_A_LIST", "", "send an array", "应为数组"));
    }

    /** A header line, then a line a record. */
    private static Outcome<List<byte[]>> rows(byte[] document) {
        String[] lines = new String(document, StandardCharsets.ISO_8859_1).split("\r\n");
        return lines[0].equals("AAC002,AAC003")
                ? Outcome.passed(Arrays.stream(lines)
                        .skip(1)
                        .map(line -> (lines[0] + "\r\n" + line + "\r\n").getBytes(StandardCharsets.ISO_8859_1))
                        .toList())
                : Outcome.refused(
                        Refusal.of(Refusal.Stage.MAP, "CSV_HEADER", "", "send the columns of the route", "表头与路由不符"));
    }
}
