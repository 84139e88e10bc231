package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.HOUSEHOLD;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.XIANGTAN;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.Role;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.audit.Auditor;
import cn.changzhutan.exchange.audit.EvidenceQueries;
import cn.changzhutan.exchange.audit.Export;
import cn.changzhutan.exchange.audit.Exporter;
import cn.changzhutan.exchange.audit.GroupBy;
import cn.changzhutan.exchange.audit.HiddenUsage;
import cn.changzhutan.exchange.audit.Indexer;
import cn.changzhutan.exchange.audit.Item;
import cn.changzhutan.exchange.audit.PersonId;
import cn.changzhutan.exchange.audit.QueryException;
import cn.changzhutan.exchange.audit.Terms;
import cn.changzhutan.exchange.audit.TermsReader;
import cn.changzhutan.exchange.audit.Tracker;
import cn.changzhutan.exchange.crypto.Sm3;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.LogStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What auditors and citizens ask, of real logs. Stands here for the harness of three cities. */
class AuditIT {
    private static final Caller AUDITOR = new Caller("changsha-auditor", Role.AUDITOR);
    private static final Caller PORTAL = new Caller("changsha-portal", Role.PORTAL);
    private static final String PERSON = "43010419821123039X";
    /** A formula, as a spreadsheet would run it. */
    private static final String CASE = "=HYPERLINK(\"http://x\")";

    @TempDir
    private Path folder;

    private ThreeCities cities;
    private Auditor auditor;
    private LogEntries entries;
    private Database database;

    @BeforeEach
    void start() throws Exception {
        cities = new ThreeCities(folder);
        database = cities.databases.get(CHANGSHA);
        entries = cities.nodes.get(CHANGSHA).entries();
        auditor = new Auditor(CHANGSHA, database, cities.keys.get(CHANGSHA), entries);
    }

    @AfterEach
    void stop() {
        cities.close();
    }

    @Test
    void everyTerm_findsWhatItNames_andNothingElse() throws Exception {
        ExchangeId toZhuzhou = send("m-1", PERSON, "李·办事员", "案-1", Optional.empty(), ZHUZHOU);
        ExchangeId toXiangtan = send("m-2", PERSON, "𠮷田", CASE, Optional.of("街道办"), XIANGTAN);
        cities.submit(
                cities.submission(CHANGSHA, HOUSEHOLD, ThreeCities.sample(CHANGSHA, HOUSEHOLD, 0), "m-3", ZHUZHOU));
        cities.submit(cities.submission(CHANGSHA, PENSION, "{}".getBytes(StandardCharsets.UTF_8), "m-4", ZHUZHOU));
        cities.carry();
        cities.deliver(ZHUZHOU, PENSION);
        cities.carry();
        index();

        assertThat(found("{'person':{'id':'" + PERSON.toLowerCase(java.util.Locale.ROOT) + "'}}"))
                .containsExactly(toXiangtan, toZhuzhou);
        assertThat(found("{'person':{'idType':'PASSPORT','id':'" + PERSON + "'}}"))
                .isEmpty();
        assertThat(found("{'officer':'𠮷田'}")).containsExactly(toXiangtan);
        assertThat(found("{'onBehalfOf':'街道办'}")).containsExactly(toXiangtan);
        assertThat(found("{'case':'案-1'}")).containsExactly(toZhuzhou);
        assertThat(found("{'city':'xiangtan'}")).containsExactly(toXiangtan);
        assertThat(found("{'system':'changsha-pension','event':'ACCEPTED'}")).containsExactly(toXiangtan, toZhuzhou);
        assertThat(found("{'kind':'pension','type':'PARTICIPATION','outcome':'DELIVERED'}"))
                .containsExactly(toZhuzhou);
        assertThat(found("{'agreement':'changsha-xiangtan-pension-participation-2026'}"))
                .containsExactly(toXiangtan);
        assertThat(found("{'purpose':'" + cities.purpose(CHANGSHA, XIANGTAN, PENSION) + "','city':'xiangtan'}"))
                .containsExactly(toXiangtan);
        assertThat(found("{'exchange':'" + toZhuzhou + "'}")).containsExactly(toZhuzhou);
        assertThat(found("{'person':{'id':'" + PERSON + "'},'officer':'𠮷田'}")).containsExactly(toXiangtan);
        assertThat(found("{'to':'1999-12-31'}")).isEmpty();
        assertThat(search("{'outcome':'REFUSED'}").items())
                .extracting(item -> item.fact("code"))
                .isNotEmpty();
        Item opened = auditor.search(AUDITOR, "复核", terms("{'exchange':'" + toXiangtan + "'}"), "", 10, true)
                .items()
                .get(0);
        assertThat(opened.actor().orElseThrow())
                .isEqualTo(new Item.Actor(
                        Optional.of("𠮷田"), Optional.of(CASE), Optional.of("街道办"), List.of("430104********039X")));
        assertThat(opened.from() + ">" + opened.to()).isEqualTo("changsha>xiangtan");
    }

    @Test
    void pages_showEachEntryOnce_whateverComesBetween() throws Exception {
        for (int i = 0; i < 7; i++) {
            send("m-" + i, PERSON, "officer-" + i, "案", Optional.empty(), ZHUZHOU);
            cities.clock.move(Duration.ofMillis(i % 2));
        }
        index();
        List<Long> seen = new ArrayList<>();
        String after = "";
        do {
            Auditor.Found page = auditor.search(AUDITOR, "复核", terms("{'kind':'pension'}"), after, 2, false);
            page.items().forEach(item -> seen.add(item.index()));
            after = page.next().orElse("");
            send("n-" + seen.size(), PERSON, "later", "案", Optional.empty(), ZHUZHOU);
            index();
        } while (!after.isEmpty());

        assertThat(seen).hasSize(7).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThatThrownBy(() -> auditor.search(AUDITOR, "复核", Terms.ALL, "bm9uZQ", 2, false))
                .isInstanceOf(QueryException.class);
    }

    @Test
    void question_standsInTheLog_withoutItsTerms_andIsFoundUnderItsPerson() throws Exception {
        send("m-1", PERSON, "李·办事员", "案-1", Optional.empty(), ZHUZHOU);
        index();

        Auditor.Found found = search("{'person':{'id':'" + PERSON + "'}}");
        index();

        byte[] bytes =
                database.transaction(c -> LogStore.readLeaf(c, found.entry())).orElseThrow();
        Leaf leaf = Leaf.parse(bytes);
        assertThat(leaf.event()).isEqualTo(LogEvent.LOG_QUERIED);
        assertThat(leaf.outcome()).contains("SEARCH");
        assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain(PERSON, "复核", AUDITOR.name());
        String stored = database.transaction(c -> {
            try (var s = c.createStatement();
                    var r = s.executeQuery("select content from audit_query")) {
                r.next();
                return new String(r.getBytes(1), StandardCharsets.ISO_8859_1);
            }
        });
        assertThat(stored).doesNotContain(PERSON);
        Item asked = auditor.search(
                        AUDITOR, "监督", terms("{'event':'LOG_QUERIED','person':{'id':'" + PERSON + "'}}"), "", 10, true)
                .items()
                .get(0);
        assertThat(asked.index()).isEqualTo(found.entry());
        assertThat(asked.asked()).contains(new Item.Asked("changsha-auditor", "复核"));
        assertThat(found.reach().indexed()).isEqualTo(found.reach().logSize());
    }

    @Test
    void logThatCannotCommit_givesNoAnswer() throws Exception {
        cities.nodes.get(CHANGSHA).close();

        assertThatThrownBy(() -> search("{}")).isInstanceOf(LogUnavailableException.class);
    }

    @Test
    void counts_groupAndSum_andNameWhoStandsBehindTags() throws Exception {
        send("m-1", PERSON, "甲", "案-1", Optional.empty(), ZHUZHOU);
        send("m-2", PERSON, "甲", "案-1", Optional.empty(), XIANGTAN);
        send("m-3", PERSON, "乙", "案-2", Optional.empty(), ZHUZHOU);
        index();

        assertThat(counted("{}", "officer")).containsExactly("[甲] 2", "[乙] 1");
        assertThat(counted("{}", "person")).containsExactly("[430104********039X] 3");
        assertThat(counted("{'event':'ACCEPTED'}", "city", "outcome"))
                .containsExactly("[zhuzhou, OPEN] 2", "[xiangtan, OPEN] 1");
        assertThat(counted("{'officer':'甲'}", "month"))
                .hasSize(1)
                .first()
                .asString()
                .endsWith(" 2");
        assertThat(counted("{'kind':'medical'}")).isEmpty();
        Auditor.Counted total = auditor.count(AUDITOR, "统计", terms("{'kind':'pension'}"), List.of())
                .groups()
                .get(0);
        assertThat(total.count()).isEqualTo(3);
        assertThat(total.amount().orElseThrow()).isPositive();
        assertThatThrownBy(() -> counted("{}", "officer", "person")).isInstanceOf(QueryException.class);
        assertThatThrownBy(() -> counted("{}", "colour")).isInstanceOf(QueryException.class);
    }

    @Test
    void export_runsInNoSpreadsheet_andIsBoundByTheLog() throws Exception {
        for (int i = 0; i < 3; i++) {
            send("m-" + i, PERSON, "李·办事员", CASE, Optional.empty(), ZHUZHOU);
        }
        index();
        Path exports = folder.resolve("exports");
        Exporter exporter = new Exporter(CHANGSHA, auditor, entries, exports);
        Map<String, byte[]> files;
        long entry;

        try (Export export = exporter.export(AUDITOR, "移交检察机关", terms("{'kind':'pension'}"), "", true)) {
            ByteArrayOutputStream zip = new ByteArrayOutputStream();
            export.writeTo(zip);
            files = unzip(zip.toByteArray());
            entry = export.entry();
        }

        String csv = new String(files.get("export.csv"), StandardCharsets.UTF_8);
        assertThat(csv).startsWith("\uFEFF\"index\",\"time\"");
        assertThat(csv.split("\r\n")).hasSize(4);
        assertThat(csv).contains("\"'=HYPERLINK(\"\"http://x\"\")\"").doesNotContain(PERSON);
        JsonNode manifest = Json.parse(files.get("manifest.json"));
        assertThat(manifest.at("/csv/sha256").asText())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(files.get("export.csv"))));
        assertThat(manifest.path("rows").asInt()).isEqualTo(3);
        assertThat(manifest.path("complete").asBoolean()).isTrue();
        byte[] leaf = database.transaction(c -> LogStore.readLeaf(c, entry)).orElseThrow();
        assertThat(files.get("leaf.json")).isEqualTo(leaf);
        assertThat(Leaf.parse(leaf).recordDigest())
                .contains(HexFormat.of().formatHex(Sm3.digest(files.get("manifest.json"))));
        assertThat(new String(files.get("leaf.tlog-proof"), StandardCharsets.UTF_8))
                .contains("index " + entry + "\n");
        assertThat(exports).isEmptyDirectory();
    }

    @Test
    void citizen_seesWhoGotTheData_newestFirst_repeatsAsOne_hiddenOnlyByLaw() throws Exception {
        ExchangeId sent = send("m-1", PERSON, "甲", "案-1", Optional.empty(), ZHUZHOU);
        send("m-2", PERSON, "甲", "案-1", Optional.empty(), ZHUZHOU);
        cities.clock.move(Duration.ofDays(1));
        send("m-3", PERSON, "甲", "案-1", Optional.empty(), XIANGTAN);
        index();
        cities.clock.move(Duration.ofMinutes(1));
        search("{'person':{'id':'" + PERSON + "'}}");
        index();
        Tracker tracker = tracker(List.of());

        Tracker.Usages all = tracker.usages(PORTAL, new PersonId("RESIDENT_ID", PERSON), "", 100);
        index();

        assertThat(all.items())
                .extracting(usage -> usage.action() + " " + usage.body().city() + " " + usage.count())
                .containsExactly("SEARCHED changsha 1", "PROVIDED xiangtan 1", "PROVIDED zhuzhou 2");
        assertThat(all.items().get(2).purpose()).isEqualTo(cities.purpose(CHANGSHA, ZHUZHOU, PENSION));
        assertThat(all.items().get(2).lawfulBasis()).isEqualTo("STATUTORY_DUTY");
        Tracker.Usages first = tracker.usages(PORTAL, new PersonId("RESIDENT_ID", PERSON), "", 1);
        Tracker.Usages second = tracker.usages(
                PORTAL, new PersonId("RESIDENT_ID", PERSON), first.next().orElseThrow(), 1);
        assertThat(first.items()).hasSize(2);
        assertThat(second.items()).hasSize(1);
        assertThat(second.next()).isEmpty();
        Tracker hiding = tracker(
                List.of(new HiddenUsage(Optional.of("pension"), Optional.empty(), Optional.empty(), "《某法》第一条")));
        Tracker.Usages rest = hiding.usages(PORTAL, new PersonId("RESIDENT_ID", PERSON), "", 100);
        assertThat(rest.items()).extracting(Tracker.Usage::action).containsExactly(Tracker.Action.SEARCHED);
        assertThat(rest.hiddenBy()).containsExactly("《某法》第一条");
        new EvidenceQueries(cities.keys.get(CHANGSHA), entries).enter(AUDITOR, "复核", sent);
        index();
        assertThat(tracker.usages(PORTAL, new PersonId("RESIDENT_ID", PERSON), "", 100)
                        .items())
                .extracting(Tracker.Usage::action)
                .contains(Tracker.Action.EVIDENCE_GIVEN);
        assertThat(tracker.usages(PORTAL, new PersonId("RESIDENT_ID", "430102199003079973"), "", 100)
                        .items())
                .isEmpty();
    }

    private Tracker tracker(List<HiddenUsage> hidden) {
        return new Tracker(
                database,
                cities.keys.get(CHANGSHA),
                entries,
                facts -> new Tracker.Body(facts.city().isEmpty() ? "changsha" : facts.city(), "", "", ""),
                hidden);
    }

    private ExchangeId send(
            String messageId, String person, String officer, String caseNumber, Optional<String> body, City to)
            throws Exception {
        Submission sample =
                cities.submission(CHANGSHA, PENSION, ThreeCities.sample(CHANGSHA, PENSION, 2), messageId, to);
        assertThat(new String(sample.content(), StandardCharsets.UTF_8).toUpperCase(java.util.Locale.ROOT))
                .contains(person);
        Answer answer = cities.submit(new Submission(
                sample.from(),
                sample.system(),
                sample.type(),
                sample.to(),
                sample.purpose(),
                Optional.of(caseNumber),
                officer,
                body,
                messageId,
                sample.form(),
                sample.content()));
        return ((Answer.Accepted) answer).receipts().get(0).exchange();
    }

    private void index() throws Exception {
        new Indexer(database, cities.keys.get(CHANGSHA)).catchUp();
    }

    private static Terms terms(String json) {
        return new TermsReader(Json.parse(json.replace('\'', '"')), Set.of()).terms();
    }

    private Auditor.Found search(String json) {
        return auditor.search(AUDITOR, "复核", terms(json), "", 100, false);
    }

    private List<ExchangeId> found(String json) {
        return search(json).items().stream()
                .map(item -> item.exchange().orElse(null))
                .toList();
    }

    private List<String> counted(String json, String... groups) {
        return auditor
                .count(
                        AUDITOR,
                        "统计",
                        terms(json),
                        java.util.Arrays.stream(groups)
                                .map(group -> GroupBy.of(group, "/groupBy"))
                                .toList())
                .groups()
                .stream()
                .map(group -> group.keys() + " " + group.count())
                .toList();
    }

    private static Map<String, byte[]> unzip(byte[] bytes) throws Exception {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var next = zip.getNextEntry(); next != null; next = zip.getNextEntry()) {
                files.put(next.getName(), zip.readAllBytes());
            }
        }
        return files;
    }
}
