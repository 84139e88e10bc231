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
        int free = LogStore.WIDTH - (int) (cities.nodes.get(CHANGSHA).numbers().logSize() % LogStore.WIDTH);
        List<Submission> many = new ArrayList<>();
        for (int i = 0; i < free + 2 * LogStore.WIDTH; i++) {
            many.add(cities.submission(CHANGSHA, PENSION, message.content(), "m-" + i, ZHUZHOU));
        }
        long bundle = cities.nodes.get(CHANGSHA).numbers().logSize() / LogStore.WIDTH + 1;
        cities.submit(many.subList(0, free));
        List<Answer> singles = new ArrayList<>();
        for (Submission single : many.subList(free, free + 33)) {
            singles.add(cities.submit(single));
        }
        cities.submit(many.subList(free + 33, free + LogStore.WIDTH + 100));
        compact();
        cities.submit(many.subList(free + LogStore.WIDTH + 100, many.size()));
        compact();

        assertThat(sizes(bundle)).containsExactly(LogStore.WIDTH);
        assertThat(sizes(bundle + 1)).containsExactly(100, LogStore.WIDTH - 100);
        Answer.Accepted again = (Answer.Accepted) cities.submit(many.get(free + 7));
        assertThat(again.receipts().get(0).leaf())
                .isEqualTo(((Answer.Accepted) singles.get(7)).receipts().get(0).leaf());
        cities.start(CHANGSHA); // with nothing in memory
        cities.carry();
        cities.clock.move(java.time.Duration.ofMinutes(1));
        assertThat(cities.deliverEverything()).isEqualTo(many.size());
        cities.carry();
        cities.assertAccounts(many.size(), many.size(), 0);
    }

    private void compact() throws Exception {
        while (cities.nodes.get(CHANGSHA).compact()) {
            // a slice of the log at a time
        }
    }

    private List<Integer> sizes(long bundle) throws Exception {
        return cities.databases
                .get(CHANGSHA)
                .transaction(c -> LogStore.readBundle(c, bundle).stream()
                        .map(row -> row.leaves().size())
                        .toList());
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
