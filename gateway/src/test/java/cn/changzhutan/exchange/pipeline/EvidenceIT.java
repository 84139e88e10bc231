package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.log.EvidenceBundle;
import cn.changzhutan.exchange.log.Tiles;
import cn.changzhutan.exchange.verify.VerifyCommand;
import cn.changzhutan.exchange.verify.VerifyLogCommand;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Evidence and logs of real nodes on real databases, judged by the commands that an auditor runs. */
class EvidenceIT {
    @TempDir
    private Path folder;

    private ThreeCities cities;
    private Path policy;
    private int written;

    @BeforeEach
    void start() throws Exception {
        cities = new ThreeCities(folder);
        policy = folder.resolve("policy");
        Files.writeString(policy, cities.policy().text());
    }

    @AfterEach
    void stop() {
        cities.close();
    }

    @Test
    void evidenceOfBothCities_verifies_onceWitnessesHaveSeenIt() throws Exception {
        ExchangeId id = exchange("m-1", 1).get(0);
        Run early = verify(bundle(CHANGSHA, id, this::publicFile));
        witness();
        exchange("m-2", 300);

        Run sender = verify(bundle(CHANGSHA, id, this::publicFile));
        Run receiver = verify(bundle(ZHUZHOU, id, this::publicFile));
        Run peerAway = verify(bundle(CHANGSHA, id, PeerTiles.NONE));

        assertThat(early.err()).contains("[QUORUM_MISSING]");
        assertThat(sender.err()).isEmpty();
        assertThat(sender.status()).isZero();
        assertThat(sender.out()).contains("holds: the record in opening.json");
        assertThat(receiver.err()).isEmpty();
        assertThat(receiver.status()).isZero();
        assertThat(peerAway.err().lines())
                .as("all but the quorum of the other city, which was not to be asked")
                .allMatch(line -> line.startsWith("DOES NOT HOLD: closed.json: no quorum"))
                .hasSize(1);
        Evidence evidence = cities.nodes.get(CHANGSHA).evidence(PeerTiles.NONE);
        assertThat(evidence.of(id, Optional.of(new SystemName("changsha-medical")), true))
                .isEmpty();
        EvidenceBundle withheld = evidence.of(id, Optional.empty(), false).orElseThrow();
        assertThat(withheld.opened()).isEmpty();
        assertThat(new String(withheld.toZip(), StandardCharsets.ISO_8859_1)).doesNotContain("opening.json\u0000{");
    }

    @Test
    void anyStoredByteChanged_isFound() throws Exception {
        exchange("m-1", 300);
        witness();
        cities.nodes.get(CHANGSHA).compact();
        assertThat(verifyLogs(CHANGSHA, ZHUZHOU).err()).isEmpty();

        for (String change : List.of(
                "log_entries set entries = set_byte(entries, 700, get_byte(entries, 700) # 1) where first_index = 0",
                "log_entries set entries = set_byte(entries, 0, get_byte(entries, 0) # 1) where first_index = 0",
                "log_tile set hashes = set_byte(hashes, 777, get_byte(hashes, 777) # 4) where level = 0 and tile = 0",
                "log_tile set hashes = set_byte(hashes, 3, get_byte(hashes, 3) # 4) where level = 1 and tile = 0",
                "log_checkpoint set note = overlay(note placing '1' from position('+' in note) for 1)"
                        + " where size = (select min(size) from log_checkpoint where position('+' in note) > 0)",
                "cosigned_checkpoint set note = overlay(note placing 'x' from position('witness' in note) for 1)")) {
            String table = change.split(" ")[0];
            sql("create table kept as select * from " + table);
            sql("update " + change);

            Run run = verifyLogs(CHANGSHA, ZHUZHOU);

            assertThat(run.status()).as(change).isEqualTo(1);
            assertThat(run.err()).as(change).startsWith("DOES NOT HOLD: changsha: ");
            sql("delete from " + table);
            sql("insert into " + table + " select * from kept");
            sql("drop table kept");
        }
        assertThat(verifyLogs(CHANGSHA, ZHUZHOU).err()).isEmpty();
    }

    private List<ExchangeId> exchange(String name, int count) throws Exception {
        byte[] content = ThreeCities.sample(CHANGSHA, PENSION, 0);
        List<ExchangeId> ids = new ArrayList<>();
        for (int i = 0; i < count; i += 100) {
            List<Submission> some = new ArrayList<>();
            for (int j = i; j < Math.min(count, i + 100); j++) {
                some.add(cities.submission(CHANGSHA, PENSION, content, name + "-" + j, ZHUZHOU));
            }
            for (Answer answer : cities.submit(some)) {
                ids.add(((Answer.Accepted) answer).receipts().get(0).exchange());
            }
        }
        cities.carry();
        while (!cities.deliver(ZHUZHOU, PENSION).isEmpty()) {
            cities.carry();
        }
        // a checkpoint goes to the others once a second, and what they have not seen has no witness
        cities.clock.move(Duration.ofSeconds(1));
        cities.carry();
        return ids;
    }

    private void witness() throws Exception {
        for (ExchangeNode node : cities.nodes.values()) {
            node.witnessing().round();
        }
    }

    private Path bundle(City city, ExchangeId id, PeerTiles tiles) throws Exception {
        EvidenceBundle bundle = cities.nodes
                .get(city)
                .evidence(tiles)
                .of(id, Optional.empty(), true)
                .orElseThrow();
        Path file = folder.resolve("bundle-" + ++written + ".zip");
        Files.write(file, bundle.toZip());
        return file;
    }

    /** What a city's HTTP side gives. */
    private Optional<byte[]> publicFile(City city, String path) {
        PublicLog log = cities.nodes.get(city).publicLog();
        if (path.startsWith("cosigned?over=")) {
            return log.cosignedOver(Long.parseLong(path.substring(14)))
                    .map(note -> note.getBytes(StandardCharsets.UTF_8));
        }
        for (int level = 0; level < 2; level++) {
            for (int tile = 0; tile < 5; tile++) {
                for (int width = 1; width <= Tiles.WIDTH; width++) {
                    if (path.equals(Tiles.tilePath(level, tile, width))) {
                        return log.tile(level, tile, width);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Run verifyLogs(City... which) throws Exception {
        List<String> logs = new ArrayList<>();
        for (City city : which) {
            logs.add(write(city).toString());
        }
        return run(new VerifyLogCommand(), logs);
    }

    /** The whole public log as files. */
    private Path write(City city) throws Exception {
        PublicLog log = cities.nodes.get(city).publicLog();
        Path to = folder.resolve("log-" + ++written);
        save(to, "checkpoint", log.checkpoint().orElseThrow().getBytes(StandardCharsets.UTF_8));
        var list = JsonNodeFactory.instance.objectNode();
        var items = list.putArray("items");
        long size = 0;
        for (PublicLog.Published each : log.checkpoints(-1, 10_000)) {
            var item = items.addObject().put("size", Long.toString(each.size())).put("note", each.note());
            each.cosigned().ifPresent(note -> item.put("cosigned", note));
            size = each.size();
        }
        save(to, "checkpoints.json", list.toString().getBytes(StandardCharsets.UTF_8));
        for (int level = 0; level < 3; level++) {
            for (long tile = 0; Tiles.width(size, level, tile) > 0; tile++) {
                int width = Tiles.width(size, level, tile);
                save(
                        to,
                        Tiles.tilePath(level, tile, width),
                        log.tile(level, tile, width).orElseThrow());
                if (level == 0) {
                    save(
                            to,
                            Tiles.entriesPath(tile, width),
                            log.entries(tile, width).orElseThrow());
                }
            }
        }
        return to;
    }

    private static void save(Path folder, String path, byte[] bytes) throws Exception {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.write(folder.resolve(path), bytes);
    }

    private void sql(String statement) throws Exception {
        cities.databases.get(CHANGSHA).run(c -> {
            try (var s = c.prepareStatement(statement)) {
                s.execute();
            }
        });
    }

    private record Run(int status, String out, String err) {}

    private Run verify(Path bundle) {
        return run(new VerifyCommand(), List.of(bundle.toString()));
    }

    private Run run(Object command, List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--policy", policy.toString()));
        int status = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Run(status, out.toString(), err.toString());
    }
}
