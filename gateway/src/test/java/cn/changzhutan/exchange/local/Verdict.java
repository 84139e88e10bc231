package cn.changzhutan.exchange.local;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.local.LoadLedger.Acknowledged;
import cn.changzhutan.exchange.log.Merkle;
import cn.changzhutan.exchange.log.TreeEdge;
import cn.changzhutan.exchange.store.LogStore;
import cn.changzhutan.exchange.verify.VerifyLogCommand;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine;

/** What must hold once everything has come to rest, whatever was killed. */
final class Verdict {
    /** How a record that no back office took may have ended. */
    private record End(String state, String code) {}

    private final Stage stage;
    private final LoadLedger ledger;
    private final Map<String, String> effects = new HashMap<>();
    private long superseded;

    Verdict(Stage stage, LoadLedger ledger) {
        this.stage = stage;
        this.ledger = ledger;
    }

    /** @throws AssertionError with what does not hold */
    void check() throws IOException, InterruptedException, SQLException {
        assertThat(ledger.wrong()).as("answers").isEmpty();
        assertThat(ledger.exchanges()).as("acknowledged exchanges").isNotEmpty();
        effectsAreCountedOnce();
        everyAcknowledgedRecordEnded();
        nothingWasSetAside();
        receiptsStandInTheLogs();
        logsVerify();
        pairsAreBalanced();
    }

    private void effectsAreCountedOnce() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (LocalCity city : stage.cities()) {
            Path journal = stage.system().folders().office(city.city()).resolve("journal.txt");
            for (String line : Files.readAllLines(journal)) {
                String[] words = line.split("[ /.]", 4);
                if (words[0].equals("CONFLICT")) {
                    wrong.add(line);
                } else if (words[0].equals("EFFECT")
                        && effects.put(words[2], city.city().name()) != null) {
                    wrong.add("a second " + line);
                }
            }
        }
        assertThat(wrong).as("back offices' journals").isEmpty();
    }

    private void everyAcknowledgedRecordEnded() throws IOException, SQLException {
        List<String> wrong = new ArrayList<>();
        Set<String> stored = new HashSet<>();
        for (LocalCity city : stage.cities()) {
            Set<String> places = new HashSet<>();
            try (Connection connection = stage.system().database(city).connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "select id::text, message_id, to_city, state, return_code from exchange")) {
                while (row.next()) {
                    String id = row.getString(1);
                    stored.add(id);
                    if (!places.add(row.getString(2) + " to " + row.getString(3))) {
                        wrong.add(row.getString(2) + " to " + row.getString(3) + " stands twice in " + city.city());
                    }
                    judge(id, new End(row.getString(4), row.getString(5)), wrong);
                }
            }
        }
        ledger.exchanges().keySet().stream()
                .filter(id -> !stored.contains(id))
                .forEach(id -> wrong.add("LOST: " + id + " was acknowledged and is not there"));
        effects.keySet().stream()
                .filter(id -> !ledger.exchanges().containsKey(id))
                .forEach(id -> wrong.add(id + " took effect and was never acknowledged"));
        assertThat(wrong.size() > 50 ? wrong.subList(0, 50) : wrong)
                .as("exchanges")
                .isEmpty();
    }

    private void judge(String id, End end, List<String> wrong) {
        Acknowledged acknowledged = ledger.exchanges().get(id);
        if (acknowledged == null) {
            wrong.add(id + " stands in a log and was never acknowledged");
            return;
        }
        String at = effects.get(id);
        boolean delivered =
                end.state().equals("DELIVERED") && acknowledged.to().name().equals(at) && !acknowledged.returned();
        boolean givenBack = end.state().equals("RETURNED")
                && at == null
                && (acknowledged.returned() ? UnknownPerson.CODE : "SUPERSEDED").equals(end.code());
        if (givenBack && !acknowledged.returned()) {
            superseded++;
        }
        if (!delivered && !givenBack) {
            wrong.add(
                    (at == null ? "LOST: " : "") + id + " " + acknowledged + " ended as " + end + ", effect at " + at);
        }
    }

    private void nothingWasSetAside() throws IOException, InterruptedException {
        for (LocalCity city : stage.cities()) {
            Map<String, Double> metrics = new TreeMap<>();
            new GatewayClient().metrics(city.gateway()).lines().forEach(line -> {
                String[] words = line.split(" ");
                if (words.length == 2 && !line.startsWith("#")) {
                    metrics.put(words[0], Double.parseDouble(words[1]));
                }
            });
            assertThat(metrics)
                    .as("metrics of %s", city.city())
                    .containsEntry("exchange_quarantined_messages", 0.0)
                    .containsEntry("exchange_held_keys", 0.0)
                    .containsEntry("exchange_waiting_submissions", 0.0)
                    .containsEntry("exchange_alarms", 0.0);
        }
    }

    /** Every tree that was ever signed and shown is a beginning of the log as it is now, and every leaf of a receipt stands in it. */
    private void receiptsStandInTheLogs() throws IOException, SQLException {
        for (LocalCity city : stage.cities()) {
            NavigableMap<Long, byte[]> trees = ledger.trees(city.city());
            Map<Long, byte[]> leaves = ledger.leaves(city.city());
            List<byte[]> hashes = hashes(city);
            assertThat(trees.isEmpty() || trees.lastKey() <= hashes.size())
                    .as("the log of %s is as long as it was shown", city.city())
                    .isTrue();
            TreeEdge edge = TreeEdge.empty();
            for (Map.Entry<Long, byte[]> tree : trees.entrySet()) {
                if (tree.getKey() > edge.size()) {
                    edge = edge.append(hashes.subList(
                                    (int) edge.size(), tree.getKey().intValue()))
                            .edge();
                }
                assertThat(edge.root())
                        .as("FORK: the tree of %s of size %s that was shown", city.city(), tree.getKey())
                        .isEqualTo(tree.getValue());
            }
            leaves.forEach((index, hash) -> assertThat(Arrays.equals(hashes.get(index.intValue()), hash))
                    .as("the leaf of %s at %s of which there is a receipt", city.city(), index)
                    .isTrue());
        }
    }

    private List<byte[]> hashes(LocalCity city) throws IOException, SQLException {
        List<byte[]> hashes = new ArrayList<>();
        try (Connection connection = stage.system().database(city).connect()) {
            connection.setAutoCommit(false);
            long size = LogStore.readHead(connection).size();
            for (long bundle = 0; bundle * LogStore.WIDTH < size; bundle++) {
                for (LogStore.Entries entries : LogStore.readBundle(connection, bundle)) {
                    entries.leaves().forEach(leaf -> hashes.add(Merkle.leafHash(leaf)));
                }
            }
        }
        return hashes;
    }

    private void logsVerify() {
        List<String> arguments = new ArrayList<>();
        stage.cities()
                .forEach(city -> arguments.add(city.gateway().resolve("/log").toString()));
        arguments.addAll(List.of(
                "--policy",
                stage.system().folders().policy().toString(),
                "--token-file",
                stage.system().folders().credentials().toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = new CommandLine(new VerifyLogCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        assertThat(status).as("verify-log: %s%s", err, out).isZero();
        assertThat(out.toString()).contains("0 on their way");
    }

    private void pairsAreBalanced() throws IOException, InterruptedException {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        for (LocalCity city : stage.cities()) {
            String token = Files.readString(
                            stage.system().folders().root().resolve("tokens").resolve(city.city() + "-operator.token"))
                    .strip();
            for (LocalDate day : List.of(today.minusDays(1), today)) {
                HttpRequest request = HttpRequest.newBuilder(
                                city.gateway().resolve("/api/v1/reconciliations?day=" + day))
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
                HttpResponse<byte[]> answer = stage.http().send(request, HttpResponse.BodyHandlers.ofByteArray());
                assertThat(answer.statusCode()).isEqualTo(200);
                JsonNode results = Json.parse(answer.body()).path("results");
                assertThat(results).hasSize(stage.cities().size() - 1);
                assertThat(results)
                        .as("%s on %s", city.city(), day)
                        .allMatch(result -> result.path("outcome").asText().equals("BALANCED"));
            }
        }
    }

    /** For the summary. */
    String words() {
        long records = ledger.exchanges().values().stream()
                .map(Acknowledged::message)
                .distinct()
                .count();
        return records + " records acknowledged (" + ledger.exchanges().size() + " exchanges, " + ledger.repeats()
                + " calls repeated), lost 0, repeated effects 0, repeated deliveries (same key) "
                + sum(EffectJournal.Line.REPEAT) + ", returned "
                + (ledger.exchanges().size() - effects.size())
                + " (superseded " + superseded + ")";
    }

    private long sum(EffectJournal.Line line) {
        return stage.counts(line).values().stream().mapToLong(Long::longValue).sum();
    }
}
