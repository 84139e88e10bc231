package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Role;
import cn.changzhutan.exchange.audit.BlindIndex.Label;
import cn.changzhutan.exchange.pipeline.OneCity;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.Fact;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.postgresql.PGConnection;

/**
 * Measures the auditor's searches over an index of a million entries, on a real PostgreSQL, with and without the entry that each search
 * leaves in the log. Not a test: {@code java -cp <test class path> …SearchBenchmark [entries] [runs]} in the folder gateway.
 */
final class SearchBenchmark {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final long MILLIS = 31_000;
    private static final String[][] TYPES = {
        {"pension", "PARTICIPATION", "PENSION_TRANSFER", "STATUTORY_DUTY"},
        {"household", "MIGRATION_CERTIFICATE", "HOUSEHOLD_MIGRATION", "STATUTORY_DUTY"},
        {"medical", "EXAM_LAB_RESULT", "MUTUAL_RECOGNITION", "CONSENT"},
        {"wage-arrears", "LISTING", "JOINT_PUNISHMENT", "STATUTORY_DUTY"}
    };
    private static final String[] CITIES = {"zhuzhou", "xiangtan"};
    private static final String[] ENDS = {"DELIVERED/", "RETURNED/NOT_FOUND", "RETURNED/WRONG_PERSON", "OPEN/"};
    private static final Caller AUDITOR = new Caller("changsha-auditor", Role.AUDITOR);

    private final int entries;
    private final int runs;
    private final Random random = new Random(20261122);
    private final Auditor auditor;
    private final Database database;
    private final BlindIndex blind;

    private SearchBenchmark(OneCity city, int entries, int runs) {
        this.entries = entries;
        this.runs = runs;
        database = city.database();
        auditor = new Auditor(city.city(), database, city.keys(), city.node().entries());
        blind = Secrets.blind(city.keys());
    }

    public static void main(String[] args) throws Exception {
        int entries = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int runs = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
        Path folder = Files.createTempDirectory("search-benchmark");
        try (OneCity city = new OneCity(folder)) {
            new SearchBenchmark(city, entries, runs).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        long start = System.nanoTime();
        fill();
        System.out.printf("%d entries filled in %d s%n", entries, (System.nanoTime() - start) / 1_000_000_000);
        sizes();
        System.out.printf("%-44s %9s %9s %9s %9s%n", "search, ms", "p50", "p99", "max", "rows");
        measure("person", () -> Terms.of(person(random.nextInt(entries / 3))));
        measure("person with 5,000 entries", () -> Terms.of(person(-1)));
        measure("officer", () -> terms(Optional.of(officer(1 + random.nextInt(500))), Map.of()));
        measure("officer with 10 % of all", () -> terms(Optional.of(officer(0)), Map.of()));
        measure(
                "officer with 10 %, and returned",
                () -> terms(Optional.of(officer(0)), Map.of(Fact.OUTCOME, "RETURNED")));
        measure(
                "case",
                () -> tags(Optional.empty(), Optional.of(caseNumber(random.nextInt(entries / 4))), Optional.empty()));
        measure(
                "on-behalf-of body",
                () -> tags(Optional.empty(), Optional.empty(), Optional.of("body-" + random.nextInt(50))));
        measure("city", () -> facts(Fact.CITY, CITIES[random.nextInt(2)]));
        measure("system", () -> facts(Fact.SYSTEM, "changsha-" + TYPES[random.nextInt(4)][0]));
        measure("system of the other city", () -> facts(Fact.PEER_SYSTEM, "zhuzhou-" + TYPES[random.nextInt(4)][0]));
        measure("kind", () -> facts(Fact.KIND, TYPES[random.nextInt(4)][0]));
        measure("purpose", () -> facts(Fact.PURPOSE, TYPES[random.nextInt(4)][2]));
        measure(
                "agreement",
                () -> facts(Fact.AGREEMENT, agreement(CITIES[random.nextInt(2)], TYPES[random.nextInt(4)])));
        measure("outcome DELIVERED", () -> facts(Fact.OUTCOME, "DELIVERED"));
        measure("outcome OPEN", () -> facts(Fact.OUTCOME, "OPEN"));
        measure("code (one in a thousand)", () -> facts(Fact.CODE, "WRONG_PERSON"));
        measure("event QUARANTINED (20 in all)", () -> facts(Fact.EVENT, "QUARANTINED"));
        measure(
                "city, kind, outcome",
                () -> terms(
                        Optional.empty(),
                        Map.of(
                                Fact.CITY,
                                CITIES[random.nextInt(2)],
                                Fact.KIND,
                                TYPES[random.nextInt(4)][0],
                                Fact.OUTCOME,
                                "RETURNED")));
        measure("a day", () -> times(Map.of(), 1));
        measure("kind in an old month", () -> times(Map.of(Fact.KIND, TYPES[random.nextInt(4)][0]), 30));
        measure("code in a day (often none)", () -> times(Map.of(Fact.CODE, "WRONG_PERSON"), 1));
        measure("everything", () -> Terms.ALL);
        measure("exchange id", () -> exchange(random.nextInt(entries)));
        deep();
        logged();
        counts();
    }

    private void fill() throws Exception {
        database.run(c -> {
            try (var s = c.createStatement()) {
                s.execute("set local synchronous_commit = off");
            }
            classes(c);
            try {
                copy(c);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        try (Connection c = database.dataSource().getConnection();
                var s = c.createStatement()) {
            s.execute("vacuum (analyze) audit_entry");
            s.execute("vacuum (analyze) audit_tag");
            s.execute("vacuum (analyze) audit_class");
        }
    }

    /** Numbers 1 to 64 are exchanges, 65 QUARANTINED, 66 LOG_QUERIED. */
    private static void classes(Connection c) throws java.sql.SQLException {
        try (var s = c.prepareStatement(
                "insert into audit_class (id, event, city, system, peer_system, kind, type, purpose,"
                        + " lawful_basis, agreement, outcome, code) overriding system value values (?,?,?,?,?,?,?,?,?,?,?,?)")) {
            int id = 1;
            for (String event : List.of("ACCEPTED", "RECEIVED")) {
                for (String city : CITIES) {
                    for (String[] type : TYPES) {
                        for (String end : ENDS) {
                            String[] parts = end.split("/", -1);
                            List<String> values = List.of(
                                    event,
                                    city,
                                    "changsha-" + type[0],
                                    event.equals("RECEIVED") ? city + "-" + type[0] : "",
                                    type[0],
                                    type[1],
                                    type[2],
                                    type[3],
                                    agreement(city, type),
                                    parts[0],
                                    parts[1]);
                            s.setInt(1, 1000 + id++);
                            for (int i = 0; i < values.size(); i++) {
                                s.setString(i + 2, values.get(i));
                            }
                            s.addBatch();
                        }
                    }
                }
            }
            for (String event : List.of("QUARANTINED", "LOG_QUERIED")) {
                s.setInt(1, 1000 + id++);
                s.setString(2, event);
                for (int i = 3; i <= 12; i++) {
                    s.setString(i, "");
                }
                s.addBatch();
            }
            s.executeBatch();
        }
    }

    private void copy(Connection c) throws java.sql.SQLException, java.io.IOException {
        var copies = c.unwrap(PGConnection.class).getCopyAPI();
        StringBuilder rows = new StringBuilder();
        StringBuilder tags = new StringBuilder();
        for (int i = 0; i < entries; i++) {
            String at = at(i).toString();
            long index = 1000L + i;
            boolean odd = i % (entries / 20) == 0;
            boolean query = i % 200 == 7;
            rows.append(index)
                    .append('\t')
                    .append(1000 + (odd ? 65 : query ? 66 : classOf()))
                    .append('\t')
                    .append(at)
                    .append('\t')
                    .append(odd || query ? "\\N" : idOf(i).toString())
                    .append('\t')
                    .append(i % 4 == 0 ? "6000.00" : "\\N")
                    .append('\n');
            if (!odd && !query) {
                tag(
                        tags,
                        at,
                        index,
                        Label.PERSON,
                        blind.person(
                                "RESIDENT_ID",
                                person(i % (entries / 5000) == 0 ? -1 : random.nextInt(entries / 3))
                                        .id()));
                tag(
                        tags,
                        at,
                        index,
                        Label.OFFICER,
                        blind.of(Label.OFFICER, officer(i % 10 == 0 ? 0 : 1 + random.nextInt(500))));
                tag(tags, at, index, Label.CASE, blind.of(Label.CASE, caseNumber(random.nextInt(entries / 4))));
                if (i % 3 == 0) {
                    tag(
                            tags,
                            at,
                            index,
                            Label.ON_BEHALF_OF,
                            blind.of(Label.ON_BEHALF_OF, "body-" + random.nextInt(50)));
                }
            }
            if (i % 20_000 == 19_999 || i == entries - 1) {
                copies.copyIn(
                        "copy audit_entry (leaf_index, class, at, exchange, amount) from stdin",
                        new StringReader(rows.toString()));
                copies.copyIn(
                        "copy audit_tag (tag, at, leaf_index, label) from stdin", new StringReader(tags.toString()));
                rows.setLength(0);
                tags.setLength(0);
            }
        }
    }

    private static void tag(StringBuilder tags, String at, long index, Label label, byte[] tag) {
        tags.append("\\\\x")
                .append(HexFormat.of().formatHex(tag))
                .append('\t')
                .append(at)
                .append('\t')
                .append(index)
                .append('\t')
                .append(label.ordinal() + 1)
                .append('\n');
    }

    /** 97 % delivered, 0.1 % for the wrong person, few open. */
    private int classOf() {
        int end = random.nextInt(1000);
        return 1 + random.nextInt(16) * 4 + (end < 970 ? 0 : end < 990 ? 1 : end < 991 ? 2 : end < 992 ? 3 : 0);
    }

    private static Instant at(int i) {
        return BEGIN.plusMillis(MILLIS * i);
    }

    private static UUID idOf(int i) {
        return new UUID((at(i).toEpochMilli() << 16) | 0x7000L, 0x8000000000000000L | i);
    }

    private static PersonId person(int number) {
        return new PersonId("RESIDENT_ID", String.format("43010019%010d", number + 1));
    }

    private static String officer(int number) {
        return "办事员-" + number;
    }

    private static String caseNumber(int number) {
        return "案2026-" + number;
    }

    private static String agreement(String city, String[] type) {
        return "changsha-" + city + "-" + type[0] + "-2026";
    }

    private static Terms facts(Fact fact, String value) {
        return terms(Optional.empty(), Map.of(fact, value));
    }

    private static Terms terms(Optional<String> officer, Map<Fact, String> facts) {
        return new Terms(
                Optional.empty(),
                officer,
                Optional.empty(),
                Optional.empty(),
                facts,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Terms tags(Optional<String> officer, Optional<String> caseNumber, Optional<String> body) {
        return new Terms(
                Optional.empty(),
                officer,
                caseNumber,
                body,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Terms times(Map<Fact, String> facts, int days) {
        Instant from = at(random.nextInt(entries));
        return new Terms(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                facts,
                Optional.empty(),
                Optional.of(from),
                Optional.of(from.plusSeconds(86_400L * days)));
    }

    private static Terms exchange(int i) {
        return new Terms(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.of(new ExchangeId(idOf(i))),
                Optional.empty(),
                Optional.empty());
    }

    private void measure(String name, Supplier<Terms> terms) {
        for (int i = 0; i < 50; i++) {
            auditor.page(terms.get(), Optional.empty(), 100, false);
        }
        double[] millis = new double[runs];
        long rows = 0;
        for (int i = 0; i < runs; i++) {
            Terms asked = terms.get();
            long start = System.nanoTime();
            rows += auditor.page(asked, Optional.empty(), 100, false).items().size();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        print(name, millis, rows / (double) runs);
    }

    /** Pages far behind the first: the cursor of each comes from the page before. */
    private void deep() {
        double[] millis = new double[runs];
        String after = "";
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            var found = auditor.page(facts(Fact.KIND, "pension"), Cursor.parse(after), 100, false);
            millis[i] = (System.nanoTime() - start) / 1e6;
            after = found.next().orElse("");
        }
        print("kind, page after page", millis, 100);
    }

    /** The whole call: the search, and its entry committed to the log and signed. */
    private void logged() {
        double[] millis = new double[runs];
        for (int i = 0; i < runs; i++) {
            Terms asked = Terms.of(person(random.nextInt(entries / 3)));
            long start = System.nanoTime();
            auditor.search(AUDITOR, "benchmark", asked, "", 100, false);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        print("person, with its entry in the log", millis, 0);
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            auditor.search(AUDITOR, "benchmark", facts(Fact.KIND, TYPES[random.nextInt(4)][0]), "", 100, false);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        print("kind, with its entry in the log", millis, 100);
    }

    private void counts() {
        count("count of all by kind", Terms.ALL, "kind");
        count("count and sum of a month by kind, outcome", times(Map.of(), 30), "kind", "outcome");
        count("count of all by day", Terms.ALL, "day");
        count("count of a month by officer", times(Map.of(), 30), "officer");
        count("count of an officer by purpose", terms(Optional.of(officer(1)), Map.of()), "purpose");
    }

    private void count(String name, Terms terms, String... groups) {
        List<GroupBy> by =
                Arrays.stream(groups).map(group -> GroupBy.of(group, "")).toList();
        double[] millis = new double[20];
        for (int i = 0; i < millis.length; i++) {
            long start = System.nanoTime();
            auditor.count(AUDITOR, "benchmark", terms, by);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        print(name, millis, 0);
    }

    private void sizes() throws Exception {
        database.run(c -> {
            try (var s = c.createStatement();
                    var r = s.executeQuery(
                            "select version(), pg_size_pretty(pg_total_relation_size('audit_entry')),"
                                    + " pg_size_pretty(pg_total_relation_size('audit_tag')), current_setting('shared_buffers')")) {
                r.next();
                System.out.printf(
                        "%s%naudit_entry %s, audit_tag %s, shared_buffers %s, JDK %s%n",
                        r.getString(1), r.getString(2), r.getString(3), r.getString(4), Runtime.version());
            }
        });
    }

    private static void print(String name, double[] millis, double rows) {
        Arrays.sort(millis);
        System.out.printf(
                "%-44s %9.2f %9.2f %9.2f %9.1f%n",
                name,
                millis[millis.length / 2],
                millis[(int) Math.ceil(millis.length * 0.99) - 1],
                millis[millis.length - 1],
                rows);
    }
}
