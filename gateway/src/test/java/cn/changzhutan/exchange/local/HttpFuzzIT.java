package cn.changzhutan.exchange.local;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.api.ProblemCode;
import cn.changzhutan.exchange.chaos.Fuzz;
import cn.changzhutan.exchange.chaos.Markers;
import cn.changzhutan.exchange.chaos.RawHttp;
import cn.changzhutan.exchange.run.RunningGateway;
import cn.changzhutan.exchange.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A real gateway, with its database and broker, under calls that were spoiled in body, head and address: never the gateway's fault,
 * always a problem with a known code, and no person in an answer or in the log.
 */
@Tag("chaos")
class HttpFuzzIT {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final City CHANGSHA = new City("changsha");
    private static final Pattern CODE = Pattern.compile("\"code\":\"([A-Z_]+)\"");

    /** The caller's own id of a message comes back with its result, whatever the caller wrote there. */
    private static final Pattern OWN_ID = Pattern.compile("\"(id|messageId)\":\"[^\"]*\"");

    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

    @TempDir
    static Path folder;

    private static ConfigurableApplicationContext gateway;
    private static Settings settings;
    private static LocalFolders folders;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        settings = Settings.load(PROJECT.resolve("config"));
        port = Ports.free();
        List<LocalCity> cities =
                LocalCity.of(settings.cities().values(), settings.systems().values(), new LocalPorts(port - 1));
        LocalCity own = cities.stream()
                .filter(city -> city.city().equals(CHANGSHA))
                .findFirst()
                .orElseThrow();
        port = own.gatewayPort();
        folders = new LocalFolders(folder);
        LocalFiles files = new LocalFiles(folders, PROJECT.resolve("routes"), PROJECT.resolve("schemas"));
        files.writeTokens(cities, settings.users().values());
        files.writePolicy(cities, PROJECT.resolve("config"));
        files.writeRuntime(
                own,
                cities,
                LocalServers.newDatabase("changsha"),
                LocalServers.broker().bootstrap(),
                List.of());
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        LOG.start();
        root.addAppender(LOG);
        gateway = RunningGateway.start(CHANGSHA, PROJECT.resolve("config"), folders.runtime(CHANGSHA));
        ((Logger) LoggerFactory.getLogger("cn.changzhutan")).setLevel(Level.INFO);
    }

    @AfterAll
    static void stop() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(LOG);
        if (gateway != null) {
            gateway.close();
        }
    }

    private static String system(String name) throws IOException {
        return Files.readString(folders.token(new SystemName(name))).strip();
    }

    private static String user(String name) throws IOException {
        return Files.readString(folders.root().resolve("tokens").resolve(name + ".token"))
                .strip();
    }

    private static List<String> sending(String token, String type, String key) {
        return List.of(
                "Authorization: Bearer " + token,
                "Content-Type: " + type,
                "Idempotency-Key: " + key,
                "Exchange-Purpose: PENSION_TRANSFER",
                "Exchange-Officer: cs-0731");
    }

    /** @return what was said, for the search for persons */
    private static String call(byte[] request) throws IOException {
        RawHttp.Reply reply = RawHttp.send(port, request);
        String log = newLogLines();
        String told = reply.text() + log;
        for (int status : reply.statuses()) {
            if (status >= 500) {
                throw new AssertionError("status " + status + ":\n" + told);
            }
        }
        String head = new String(request, StandardCharsets.ISO_8859_1);
        boolean witness = head.contains("/witness/"); // answers as its own standard says, in plain text
        if (reply.status() >= 400 && !witness && !head.startsWith("HEAD")) {
            Matcher code = CODE.matcher(reply.text());
            if (!reply.isProblem() || !code.find()) {
                throw new AssertionError("no problem with a code: " + reply.text());
            }
            ProblemCode.valueOf(code.group(1));
        }
        // An auditor and a citizen are shown what they ask for.
        boolean shown = reply.status() == 200 && (head.startsWith("POST /api/v1/audit") || head.contains("/usages"));
        return shown ? log : OWN_ID.matcher(told).replaceAll("");
    }

    private static String newLogLines() {
        StringBuilder lines = new StringBuilder();
        List<ILoggingEvent> events = LOG.list;
        for (ILoggingEvent event : events.toArray(ILoggingEvent[]::new)) {
            if (event != null) {
                lines.append(event.getFormattedMessage()).append(' ').append(event.getMDCPropertyMap());
                if (event.getThrowableProxy() != null) {
                    lines.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
                }
                lines.append('\n');
            }
        }
        events.clear();
        return lines.toString();
    }

    private static List<byte[]> samples(RouteDefinition route, String ending) throws IOException {
        try (Stream<Path> files = Files.list(route.folder().resolve("samples"))) {
            List<byte[]> all = new ArrayList<>();
            for (Path file : files.filter(each -> each.getFileName().toString().contains(ending))
                    .sorted()
                    .toList()) {
                all.add(Files.readAllBytes(file));
            }
            return all;
        }
    }

    private static String target(String path, RouteDefinition route) {
        return path + "?kind=" + route.type().kind() + "&type=" + route.type().type() + "&to=xiangtan";
    }

    private static void goodCallIsTaken() throws IOException {
        RouteDefinition route = settings.routes(CHANGSHA).stream()
                .filter(each -> each.type().kind().equals("pension"))
                .findFirst()
                .orElseThrow();
        byte[] request = RawHttp.request(
                "POST",
                target("/api/v1/exchanges", route),
                sending(
                        system(route.sender().value()),
                        "application/json",
                        UUID.randomUUID().toString()),
                samples(route, ".native.").get(0));
        assertThat(RawHttp.send(port, request).status()).isEqualTo(202);
    }

    @Test
    void records_nativeAndShared_oneByOne() throws IOException {
        for (RouteDefinition route : settings.routes(CHANGSHA)) {
            String token = system(route.sender().value());
            String type = settings.mapping(CHANGSHA, route.type()).mediaType();
            Fuzz.of(
                            "POST /exchanges " + route.type(),
                            body -> call(RawHttp.request(
                                    "POST",
                                    target("/api/v1/exchanges", route),
                                    sending(token, type, UUID.randomUUID().toString()),
                                    body)))
                    .samples(samples(route, ".native."))
                    .in(type.contains("GB18030") ? Charset.forName("GB18030") : StandardCharsets.UTF_8)
                    .run(40, 400);
            Fuzz.of(
                            "POST /exchanges shared " + route.type(),
                            body -> call(RawHttp.request(
                                    "POST",
                                    target("/api/v1/exchanges", route),
                                    sending(
                                            token,
                                            "application/vnd.changzhutan.shared+json",
                                            UUID.randomUUID().toString()),
                                    body)))
                    .samples(samples(route, ".shared."))
                    .run(20, 200);
        }
        goodCallIsTaken();
    }

    @Test
    void batches_linesAndDocuments() throws IOException {
        for (RouteDefinition route : settings.routes(CHANGSHA)) {
            String token = system(route.sender().value());
            String type = settings.mapping(CHANGSHA, route.type()).mediaType();
            byte[] shared = samples(route, ".shared.").get(0);
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (int i = 0; i < 3; i++) {
                String line = "{\"id\":\"" + UUID.randomUUID() + "\",\"record\":"
                        + new String(shared, StandardCharsets.UTF_8).replace("\n", " ") + "}\n";
                lines.writeBytes(line.getBytes(StandardCharsets.UTF_8));
            }
            Fuzz.of(
                            "POST /batches lines " + route.type(),
                            body -> call(RawHttp.request(
                                    "POST",
                                    target("/api/v1/batches", route),
                                    sending(
                                            token,
                                            "application/vnd.changzhutan.shared+x-ndjson",
                                            UUID.randomUUID().toString()),
                                    body)))
                    .samples(lines.toByteArray())
                    .run(20, 200);
            Fuzz.of(
                            "POST /batches document " + route.type(),
                            body -> call(RawHttp.request(
                                    "POST",
                                    target("/api/v1/batches", route),
                                    sending(token, type, UUID.randomUUID().toString()),
                                    body)))
                    .samples(samples(route, ".native."))
                    .run(20, 200);
        }
        goodCallIsTaken();
    }

    @Test
    void otherBodies() throws IOException {
        String id = "01932f3a-7c21-7b44-9d51-3f0a6c2e8b17";
        String person = "\"person\":{\"idType\":\"RESIDENT_ID\",\"id\":\"" + Markers.ID + "\"}";
        String terms = person + ",\"officer\":\"" + Markers.NAME + "\",\"case\":\"案1\",\"from\":\"2026-01-01\","
                + "\"to\":\"2026-11-22T05:31:00+08:00\",\"reason\":\"复核 2026\"";
        Map<String, List<String>> bodies = Map.of(
                "/api/v1/inbox/acknowledge",
                List.of(system("changsha-pension"), "{\"exchanges\":[\"" + id + "\"]}"),
                "/api/v1/inbox/return",
                List.of(
                        system("changsha-pension"),
                        "{\"returns\":[{\"exchange\":\"" + id + "\",\"code\":\"NOT_FOUND\",\"text\":\"" + Markers.NAME
                                + "\"}]}"),
                "/api/v1/audit/search",
                List.of(
                        user("changsha-auditor"),
                        "{" + terms + ",\"limit\":10,\"open\":true,\"after\":\"ZS8xNzAwMDAwMDAwMDAwLzU\"}"),
                "/api/v1/audit/count",
                List.of(user("changsha-auditor"), "{" + terms + ",\"groupBy\":[\"city\",\"kind\"]}"),
                "/api/v1/audit/export",
                List.of(user("changsha-auditor"), "{" + terms + ",\"open\":false}"),
                "/api/v1/portal/usages",
                List.of(
                        user("changsha-portal"),
                        "{\"idType\":\"RESIDENT_ID\",\"id\":\"" + Markers.ID
                                + "\",\"after\":\"2026-11-22\",\"limit\":10}"),
                "/api/v1/erasures",
                List.of(user("changsha-operator"), "{\"exchanges\":[\"" + id + "\"],\"ground\":\"PURPOSE_ENDED\"}"));
        for (Map.Entry<String, List<String>> each : bodies.entrySet()) {
            String token = each.getValue().get(0);
            Fuzz.of(
                            "POST " + each.getKey(),
                            body -> call(RawHttp.request(
                                    "POST",
                                    each.getKey(),
                                    List.of("Authorization: Bearer " + token, "Content-Type: application/json"),
                                    body)))
                    .samples(each.getValue().get(1).getBytes(StandardCharsets.UTF_8))
                    .run(40, 300);
        }
        String note = Files.readString(Path.of("src/test/resources/log/checkpoint.note"));
        String hash = "A".repeat(43) + "=";
        Fuzz.of(
                        "POST /witness/add-checkpoint",
                        body -> call(RawHttp.request("POST", "/witness/add-checkpoint", List.of(), body)))
                .samples(("old 5\n" + hash + "\n\n" + note.replace("changsha", "zhuzhou"))
                        .getBytes(StandardCharsets.UTF_8))
                .run(60, 500);
        goodCallIsTaken();
    }

    /** The whole request as it goes over the wire, its lines spoiled like everything else. */
    @Test
    void headsAndAddresses() throws IOException {
        String token = system("changsha-pension");
        List<byte[]> requests = new ArrayList<>();
        for (String target : List.of(
                "/api/v1/exchanges/01932f3a-7c21-7b44-9d51-3f0a6c2e8b17",
                "/api/v1/outcomes?after=1&limit=10",
                "/api/v1/inbox?after=&limit=100",
                "/log/checkpoint",
                "/log/checkpoints?after=0&limit=10",
                "/log/tile/0/000.p/7",
                "/log/tile/entries/x001/234.p/5",
                "/witness/checkpoint/" + "0a".repeat(32),
                "/api/v1/erasures/01932f3a-7c21-7b44-9d51-3f0a6c2e8b17",
                "/actuator/health",
                "/openapi.yaml")) {
            requests.add(RawHttp.request(
                    "GET", target, List.of("Authorization: Bearer " + token, "Accept: */*"), new byte[0]));
        }
        requests.add(RawHttp.request(
                "POST",
                "/api/v1/exchanges?kind=pension&type=PARTICIPATION&to=zhuzhou,xiangtan",
                sending(token, "application/json", "m-1"),
                "{}".getBytes(StandardCharsets.UTF_8)));
        Fuzz.of("HTTP heads", request -> call(request)).samples(requests).run(300, 2_500);
        goodCallIsTaken();
    }
}
