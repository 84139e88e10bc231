package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.store.LogStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a node does with its own log: over restarts, changed files, full bundles and a restored database. */
class NodeLogIT extends WithCities {
    @Test
    void leaf_holdsNothingOfThePerson() throws Exception {
        Answer.Accepted accepted = (Answer.Accepted) cities.submit(cities.pension("m-1"));

        String leaf = accepted.receipts().get(0).leaf();

        String content = new String(ThreeCities.sample(CHANGSHA, PENSION, 0), StandardCharsets.UTF_8);
        java.util.regex.Matcher values =
                java.util.regex.Pattern.compile("\"([^\"]{2,})\"\\s*[,}\\n]").matcher(content);
        int checked = 0;
        while (values.find()) {
            if (!values.group(1).matches("[A-Z0-9_]{1,6}|\\d{1,6}")) {
                assertThat(leaf).doesNotContain("\"" + values.group(1) + "\"");
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(5);
        assertThat(leaf).doesNotContain("办事员").doesNotContain("案2026-0001");
    }

    @Test
    void restoredDatabase_refusesToSign() throws Exception {
        cities.submit(cities.pension("m-1"));
        cities.databases.get(CHANGSHA).run(c -> {
            try (var s = c.prepareStatement("create table backup as select * from log_head")) {
                s.execute();
            }
        });
        cities.submit(cities.pension("m-2"));

        cities.databases.get(CHANGSHA).run(c -> {
            try (var s = c.prepareStatement(
                    "update log_head h set size = b.size, root = b.root, edge = b.edge from backup b")) {
                s.execute();
            }
        });

        assertThatThrownBy(() -> cities.submit(cities.pension("m-3"))).isInstanceOf(LogUnavailableException.class);
        assertThatThrownBy(() -> cities.start(CHANGSHA))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("does not descend");
    }

    @Test
    void changedFiles_areLoggedAtStart_andOnlyThose() throws Exception {
        cities.submit(cities.pension("m-1"));
        Map<String, String> changed = new java.util.TreeMap<>(cities.files);
        String agreement = changed.keySet().stream()
                .filter(name -> name.startsWith("config/agreements/"))
                .findFirst()
                .orElseThrow();
        changed.put(agreement, "ab".repeat(32));
        changed.remove("routes/zhuzhou/pension/PARTICIPATION/to-shared.jslt");
        cities.files = changed;
        long before = cities.nodes.get(CHANGSHA).numbers().logSize();

        cities.start(CHANGSHA);
        cities.start(CHANGSHA);

        long after = cities.nodes.get(CHANGSHA).numbers().logSize();
        List<Leaf> leaves = new ArrayList<>();
        for (long i = before; i < after; i++) {
            long index = i;
            leaves.add(Leaf.parse(cities.databases
                    .get(CHANGSHA)
                    .transaction(c -> LogStore.readLeaf(c, index))
                    .orElseThrow()));
        }
        assertThat(leaves)
                .extracting(leaf -> leaf.event() + " " + leaf.mappingId().orElseThrow() + " "
                        + leaf.outcome().orElse(leaf.mappingDigest().orElseThrow()))
                .containsExactly(
                        "AGREEMENT_CHANGED " + agreement + " " + "ab".repeat(32),
                        "ROUTE_CHANGED routes/zhuzhou/pension/PARTICIPATION/to-shared.jslt REMOVED");
    }

    @Test
    void fullBundleOfManyRows_becomesOneRow_oneOfFewStaysAsItIs_andEveryLeafStaysProvable() throws Exception {
        Submission message = cities.pension("m");
        List<Submission> many = new ArrayList<>();
        for (int i = 0; i < 320; i++) {
            many.add(cities.submission(CHANGSHA, PENSION, message.content(), "m-" + i, ZHUZHOU));
        }
        List<Answer> first = new ArrayList<>();
        for (Submission single : many.subList(0, 60)) {
            first.add(cities.submit(single));
        }
        cities.submit(many.subList(60, 160));
        cities.nodes.get(CHANGSHA).compact();
        cities.submit(many.subList(160, 240));
        cities.submit(many.subList(240, 320));

        cities.nodes.get(CHANGSHA).compact();

        List<Integer> rows = rowsOfFullBundles();
        assertThat(rows).contains(1).allMatch(count -> count <= 32).anyMatch(count -> count > 1);
        Answer.Accepted again = (Answer.Accepted) cities.submit(many.get(7));
        assertThat(again.receipts().get(0).leaf())
                .isEqualTo(((Answer.Accepted) first.get(7)).receipts().get(0).leaf());
        cities.carry();
        cities.clock.move(java.time.Duration.ofMinutes(1));
        assertThat(cities.deliverEverything()).isEqualTo(320);
        cities.carry();
        cities.assertAccounts(320, 320, 0);
    }

    private List<Integer> rowsOfFullBundles() throws Exception {
        return cities.databases.get(CHANGSHA).transaction(c -> {
            List<Integer> rows = new ArrayList<>();
            for (long bundle = 0; bundle < LogStore.readHead(c).size() / LogStore.WIDTH; bundle++) {
                rows.add(LogStore.readBundle(c, bundle).size());
            }
            return rows;
        });
    }

    @Test
    void restartedNode_goesOnWhereItStood() throws Exception {
        cities.submit(cities.pension("m-1"));
        cities.start(CHANGSHA);
        cities.submit(cities.pension("m-2"));
        cities.carry();
        cities.start(ZHUZHOU);

        assertThat(cities.deliverEverything()).isEqualTo(2);
        cities.carry();
        cities.assertAccounts(2, 2, 0);
    }
}
