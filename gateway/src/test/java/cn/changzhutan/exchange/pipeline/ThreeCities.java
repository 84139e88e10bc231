package cn.changzhutan.exchange.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.AuthorisedRecord;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.local.LocalDatabase;
import cn.changzhutan.exchange.local.LocalServers;
import cn.changzhutan.exchange.log.AddCheckpoint;
import cn.changzhutan.exchange.log.CityLines;
import cn.changzhutan.exchange.log.Policy;
import cn.changzhutan.exchange.mapping.Mapping;
import cn.changzhutan.exchange.settings.Settings;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.TallyStore;
import cn.changzhutan.exchange.witness.CheckpointWitness;
import cn.changzhutan.exchange.witness.WitnessAnswer;
import cn.changzhutan.exchange.witness.WitnessLink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The nodes of all cities that the project's own files name, each with a real database, and a wire between them that a test can
 * bend. What the broker does is proved elsewhere; here every order and fault is the test's choice.
 */
final class ThreeCities implements AutoCloseable {
    static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    static final City CHANGSHA = new City("changsha");
    static final City ZHUZHOU = new City("zhuzhou");
    static final City XIANGTAN = new City("xiangtan");
    static final RecordType PENSION = new RecordType("pension", "PARTICIPATION");
    static final RecordType HOUSEHOLD = new RecordType("household", "MIGRATION_CERTIFICATE");
    static final RecordType MEDICAL = new RecordType("medical", "EXAM_LAB_RESULT");
    static final RecordType WAGE_ARREARS = new RecordType("wage-arrears", "LISTING");
    static final Duration REPUBLISH_AFTER = Duration.ofSeconds(30);

    final MovableClock clock = new MovableClock();
    private final Map<City, Clock> clocks;
    final Settings settings;
    final Map<City, ExchangeNode> nodes = new TreeMap<>();
    final Map<City, Database> databases = new HashMap<>();
    final Map<City, CityKeys> keys = new HashMap<>();
    final Map<City, LocalDatabase.Access> accesses = new HashMap<>();
    /** Folders of head guards that lie elsewhere. */
    final Map<City, Path> guardFolders = new HashMap<>();

    private final Path folder;
    /** Items that may wait for the log of a node that is started from now on. */
    int waiting = 20_000;

    /** Where a city's database is reached by a node that is started from now on, if not directly. */
    final Map<City, Integer> databasePorts = new HashMap<>();

    /** Of connections to a database that are made by a node that is started from now on. */
    final Properties databaseProperties = new Properties();

    /** Origins of further epochs of a city's log, as a node or policy that is made from now on has them. */
    final Map<City, List<String>> epochs = new HashMap<>();
    /** Cities whose witness does not answer. */
    final Set<City> unreachable = new HashSet<>();

    private long offset;
    /** What a node that is started from now on takes for one destination, bytes. */
    long bytesPerDestination = 1L << 30;

    /** A city's keys as the policy has them, where people have not yet carried over the newest. */
    final Map<City, CityKeys> pinned = new HashMap<>();

    /** Made once, where time is measured; null: made again whenever it is asked for. */
    Policy fixedPolicy;

    /** What stands in the policy beside the cities' own lines. */
    String policyLines = "";

    /** Digests of the edited files as a node that is started from now on finds them. */
    Map<String, String> files;

    ThreeCities(Path folder) throws Exception {
        this(folder, Map.of());
    }

    /** @param clocks of cities that go by one of their own */
    ThreeCities(Path folder, Map<City, Clock> clocks) throws Exception {
        this(folder, PROJECT.resolve("config"), PROJECT.resolve("schemas"), PROJECT.resolve("routes"), clocks);
    }

    ThreeCities(Path folder, Path config, Path schemas, Path routes) throws Exception {
        this(folder, config, schemas, routes, Map.of());
    }

    private ThreeCities(Path folder, Path config, Path schemas, Path routes, Map<City, Clock> clocks) throws Exception {
        this.clocks = clocks;
        this.folder = folder;
        settings = Settings.load(config, schemas, routes);
        files = settings.fileDigests();
        for (City city : settings.cities().keySet()) {
            keys.put(city, CityKeys.createOrLoad(folder.resolve(city.name())));
            accesses.put(city, LocalServers.newDatabase(city.name()));
        }
        for (City city : settings.cities().keySet()) {
            start(city);
        }
    }

    /** Starts, or starts again, the node of a city. */
    ExchangeNode start(City city) throws SQLException {
        stop(city);
        LocalDatabase.Access access = accesses.get(city);
        String url = databasePorts.containsKey(city)
                ? access.url().replaceFirst(":\\d+/", ":" + databasePorts.get(city) + "/")
                : access.url();
        Database database = Database.open(url, access.user(), access.password(), databaseProperties, 8);
        databases.put(city, database);
        ExchangeNode node = node(city, database, guard(city));
        node.open(files);
        nodes.put(city, node);
        return node;
    }

    /** One more process of a city, with a guard file of its own; the caller opens and closes it. */
    ExchangeNode twin(City city, Database database) {
        return node(city, database, guard(city).resolveSibling("log-head-2"));
    }

    private ExchangeNode node(City city, Database database, Path guard) {
        Map<RecordType, Mapping> mappings = new HashMap<>();
        for (RouteDefinition route : settings.routes(city)) {
            mappings.put(route.type(), settings.mapping(city, route.type()));
        }
        return new ExchangeNode(
                new NodeFacts(
                        city,
                        origins(city).get(origins(city).size() - 1),
                        this::policy,
                        guard,
                        new NodeFacts.Tuning(
                                waiting,
                                1024,
                                bytesPerDestination,
                                REPUBLISH_AFTER,
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(5))),
                keys.get(city),
                new Catalogue(city, settings.routes(city), mappings, settings.schemas(), settings.agreements()),
                database,
                clocks.getOrDefault(city, clock),
                this::linkTo);
    }

    /** Every city's keys as they are now; each city is a witness of the others. */
    Policy policy() {
        if (fixedPolicy != null) {
            return fixedPolicy;
        }
        StringBuilder text = new StringBuilder();
        StringBuilder groups = new StringBuilder();
        for (City city : settings.cities().keySet()) {
            List<String> origins = origins(city);
            for (String former : origins.subList(0, origins.size() - 1)) {
                lines(city, former)
                        .lines()
                        .filter(line -> line.matches("(city|log) .*"))
                        .forEach(line -> text.append(line).append('\n'));
            }
            text.append(lines(city, origins.get(origins.size() - 1)));
            groups.append(' ').append(city).append("-both");
        }
        text.append("group cities 2").append(groups).append("\nquorum cities\n").append(policyLines);
        SettingsProblems problems = new SettingsProblems();
        Optional<Policy> policy = Policy.parse("policy", text.toString(), problems);
        problems.throwIfAny();
        return policy.orElseThrow();
    }

    private String lines(City city, String origin) {
        return new CityLines(
                        city,
                        origin,
                        pinned.getOrDefault(city, keys.get(city)),
                        Optional.of("http://" + city + ".test"))
                .toText();
    }

    /** The origins of a city's log: that of config first, then those of epochs that a test begins. */
    List<String> origins(City city) {
        List<String> origins =
                new ArrayList<>(List.of(settings.cities().get(city).origin()));
        origins.addAll(epochs.getOrDefault(city, List.of()));
        return origins;
    }

    /** The witness of a city, as the others reach it: by a call, while its node is up. */
    WitnessLink linkTo(URI url) {
        City city = new City(url.getHost().replace(".test", ""));
        return new WitnessLink() {
            @Override
            public WitnessAnswer add(AddCheckpoint request) throws IOException {
                return up().witness().add(request.encode());
            }

            @Override
            public Optional<String> newest(String origin) throws IOException {
                WitnessAnswer answer = up().witness().newest(CheckpointWitness.hashOf(origin));
                return answer.status() == 200 ? Optional.of(answer.body()) : Optional.empty();
            }

            private ExchangeNode up() throws IOException {
                ExchangeNode node = nodes.get(city);
                if (node == null || unreachable.contains(city)) {
                    throw new IOException("nobody listens");
                }
                return node;
            }
        };
    }

    void stop(City city) {
        ExchangeNode node = nodes.remove(city);
        if (node != null) {
            node.close();
            databases.remove(city).close();
        }
    }

    /** A connection of its own to a city's database, for what is done while its node is stopped. */
    Database databaseOf(City city) {
        LocalDatabase.Access access = accesses.get(city);
        return Database.open(access.url(), access.user(), access.password(), new Properties(), 8);
    }

    Path guard(City city) {
        return guardFolders.getOrDefault(city, folder.resolve(city.name())).resolve("log-head");
    }

    /** A native sample of a city's route folder. @param which in order of file names, from 0 */
    static byte[] sample(City city, RecordType type, int which) throws IOException {
        Path samples = PROJECT.resolve("routes")
                .resolve(city.name())
                .resolve(type.kind())
                .resolve(type.type())
                .resolve("samples");
        try (Stream<Path> files = Files.list(samples)) {
            List<Path> natives = files.filter(
                            file -> file.getFileName().toString().contains(".native."))
                    .sorted()
                    .toList();
            return Files.readAllBytes(natives.get(which));
        }
    }

    Submission submission(City from, RecordType type, byte[] content, String messageId, City... to) {
        RouteDefinition route = settings.routes(from).stream()
                .filter(each -> each.type().equals(type))
                .findFirst()
                .orElseThrow();
        return new Submission(
                from,
                route.sender(),
                type,
                List.of(to),
                purpose(from, to[0], type),
                Optional.of("案2026-0001"),
                "李·办事员",
                Optional.empty(),
                messageId,
                Submission.Form.NATIVE,
                content);
    }

    /** The first purpose of the agreement between two cities. */
    String purpose(City from, City to, RecordType type) {
        return settings.agreements().all().stream()
                .filter(each -> each.provider().equals(from)
                        && each.consumer().equals(to)
                        && each.type().equals(type))
                .findFirst()
                .orElseThrow()
                .purposes()
                .first();
    }

    Answer submit(Submission submission) {
        return submit(List.of(submission)).get(0);
    }

    List<Answer> submit(List<Submission> submissions) {
        OutboundPipeline outbound = nodes.get(submissions.get(0).from()).outbound();
        List<OutboundPipeline.Step<List<AuthorisedRecord>>> authorised = outbound.authorise(outbound.map(submissions));
        return outbound.seal(authorised).get();
    }

    /** Everything that a city would publish now, cursor moved; checkpoints first. */
    List<Outgoing> publish(City city) {
        List<Outgoing> all = new ArrayList<>();
        Outbox outbox = nodes.get(city).outbox();
        Publication publication = outbox.next(500);
        while (!publication.isEmpty()) {
            all.addAll(publication.checkpoints());
            all.addAll(publication.messages());
            outbox.published(publication);
            publication = outbox.next(500);
        }
        return all;
    }

    Arrival arrival(Outgoing outgoing) {
        return new Arrival(outgoing.topic(), 0, offset++, outgoing.key(), outgoing.value());
    }

    /** Hands a message to every city that reads its topic, as its Kafka legs would. */
    void hand(Outgoing outgoing) {
        Arrival arrival = arrival(outgoing);
        for (City reader : nodes.keySet()) {
            List<City> others =
                    nodes.keySet().stream().filter(city -> !city.equals(reader)).toList();
            InboundPipeline inbound = nodes.get(reader).inbound();
            if (Topics.recordsTo(reader, others).contains(arrival.topic())) {
                inbound.receive(inbound.open(List.of(arrival)));
            } else if (Topics.receiptsTo(reader, others).contains(arrival.topic())) {
                inbound.settle(List.of(arrival));
            } else if (others.stream().map(Topics::checkpoints).toList().contains(arrival.topic())) {
                inbound.observe(List.of(arrival));
            } else if (Topics.asks(reader).equals(arrival.topic())) {
                inbound.answer(List.of(arrival));
            }
        }
    }

    /** Carries messages between all cities until nothing moves. @param bend what the wire makes of one publication's messages */
    void carry(UnaryOperator<List<Outgoing>> bend) {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (City city : List.copyOf(nodes.keySet())) {
                List<Outgoing> all = bend.apply(publish(city));
                all.forEach(this::hand);
                moved |= !all.isEmpty();
            }
        }
    }

    void carry() {
        carry(UnaryOperator.identity());
    }

    /** Takes all that waits for a system and says it was delivered. */
    List<Delivery> deliver(City city, SystemName system) {
        Deliveries deliveries = nodes.get(city).deliveries();
        List<Delivery> all = new ArrayList<>();
        List<Delivery> claimed = deliveries.claim(system, 100);
        while (!claimed.isEmpty()) {
            deliveries.delivered(claimed.stream().map(Delivery::exchange).toList());
            all.addAll(claimed);
            claimed = deliveries.claim(system, 100);
        }
        return all;
    }

    List<Delivery> deliver(City city, RecordType type) {
        return deliver(city, receiver(city, type));
    }

    SystemName receiver(City city, RecordType type) {
        return settings.routes(city).stream()
                .filter(route -> route.type().equals(type))
                .findFirst()
                .orElseThrow()
                .receiver();
    }

    Submission pension(String messageId) throws Exception {
        return submission(CHANGSHA, PENSION, sample(CHANGSHA, PENSION, 0), messageId, ZHUZHOU);
    }

    int deliverEverything() {
        int delivered = 0;
        for (City city : nodes.keySet()) {
            for (RecordType type : settings.schemas().types()) {
                delivered += deliver(city, type).size();
            }
        }
        return delivered;
    }

    TallyStore.Row tally(City from, City to) throws Exception {
        return nodes.get(from).numbers().tallies().stream()
                .filter(row -> row.direction() == TallyStore.Direction.OUT
                        && row.peer().equals(to.name()))
                .findFirst()
                .orElseThrow();
    }

    /** Sums over all cities: every row balances, and what is sent is what is received. */
    void assertAccounts(long accepted, long delivered, long returned) throws Exception {
        for (TallyStore.Direction direction : TallyStore.Direction.values()) {
            long[] sums = new long[3];
            for (ExchangeNode node : nodes.values()) {
                for (TallyStore.Row row : node.numbers().tallies()) {
                    assertThat(row.accepted())
                            .as("%s", row)
                            .isEqualTo(row.delivered() + row.returned() + row.pending());
                    if (row.direction() == direction) {
                        sums[0] += row.accepted();
                        sums[1] += row.delivered();
                        sums[2] += row.returned();
                    }
                }
            }
            assertThat(sums).as("%s", direction).containsExactly(accepted, delivered, returned);
        }
    }

    @Override
    public void close() {
        List.copyOf(nodes.keySet()).forEach(this::stop);
    }
}
