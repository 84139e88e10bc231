package cn.changzhutan.exchange.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.chaos.Chaos;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two gateway processes of one city on one database and in one group of consumers; the one that has the duties is killed, again and again. */
@Tag("chaos")
class TwoProcessesIT {
    private static final String SECOND = "changsha-2";
    private static final List<Integer> DUTIES = List.of(1, 2); // publishing (and witnessing), delivering

    private final Random dice = Chaos.dice("two processes");
    private final List<Long> takeovers = new ArrayList<>();

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void oneOfTwoKilledUnderLoad_otherTakesOver_oneLog_nothingLostNothingTwice() throws Exception {
        try (Stage stage = Stage.start("two-processes")) {
            LocalCity city = stage.cities().get(0);
            Stage.Twin twin = stage.startTwin(city, SECOND);
            Map<City, List<URI>> doors = Load.doors(stage);
            doors.get(city.city()).add(twin.http());
            awaitBothConsume(stage, city, twin);
            try (Load load = Load.start(stage, doors, 1.5)) {
                pause(6000, 9000);
                Map<String, Long> consumed = consumed(stage, city, twin);
                for (int i = 0; i < Chaos.times(2, 12); i++) {
                    killTheOneOnDuty(stage, city, twin);
                    pause(2000, 5000);
                }
                load.stop();
                stage.awaitRest(Duration.ofMinutes(4));
                Verdict verdict = new Verdict(stage, load.ledger());
                verdict.check();
                assertThat(load.taken().get(city.gateway())).isPositive();
                assertThat(load.taken().get(twin.http())).isPositive();
                assertThat(consumed.values()).hasSize(2).allMatch(count -> count > 0);
                Chaos.say("two processes of " + city.city() + ": calls answered "
                        + load.taken().get(city.gateway())
                        + " and " + load.taken().get(twin.http()) + ", records consumed before the first kill "
                        + consumed + "; " + takeovers.size()
                        + " kills of the one on duty, duties taken over after (ms) "
                        + takeovers + "; " + verdict.words() + "; one log, no fork; seed " + Chaos.seed());
            }
        }
    }

    private void killTheOneOnDuty(Stage stage, LocalCity city, Stage.Twin twin) {
        String victim = await().atMost(Duration.ofMinutes(1))
                .until(() -> holder(stage, city, DUTIES.get(0)), Optional::isPresent)
                .orElseThrow();
        ProcessHandle process = victim.equals(SECOND)
                ? twin.process()
                : stage.system().gateway(city.city()).orElseThrow();
        long start = System.nanoTime();
        process.destroyForcibly(); // kill -9
        for (int duty : DUTIES) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> holder(stage, city, duty).filter(name -> !name.equals(victim)), Optional::isPresent);
        }
        takeovers.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        stage.awaitRecovery(List.of(process));
    }

    /** Whose connection holds the lock of a duty. */
    private static Optional<String> holder(Stage stage, LocalCity city, int duty) throws IOException, SQLException {
        try (Connection connection = stage.system().database(city).connect();
                PreparedStatement query = connection.prepareStatement(
                        "select a.application_name from pg_locks l join pg_stat_activity a on a.pid = l.pid"
                                + " join pg_database d on d.oid = l.database where d.datname = current_database()"
                                + " and l.locktype = 'advisory' and l.classid = 2 and l.objid = ? and l.granted")) {
            query.setInt(1, duty);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    private static void awaitBothConsume(Stage stage, LocalCity city, Stage.Twin twin) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> consumed(stage, city, twin).size(), size -> size == 2);
    }

    /** How many records each process has read and committed of the partitions that are its own now. */
    private static Map<String, Long> consumed(Stage stage, LocalCity city, Stage.Twin twin) throws Exception {
        String group = "exchange." + city.city() + ".records";
        String second = Files.readString(twin.data().resolve("process-name")).strip();
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stage.system().bootstrap()))) {
            Map<TopicPartition, Long> committed = new java.util.HashMap<>();
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> {
                        if (offset != null) {
                            committed.put(partition, offset.offset());
                        }
                    });
            Map<String, Long> all = new TreeMap<>();
            for (MemberDescription member : admin.describeConsumerGroups(List.of(group))
                    .all()
                    .get()
                    .get(group)
                    .members()) {
                long sum = member.assignment().topicPartitions().stream()
                        .mapToLong(partition -> committed.getOrDefault(partition, 0L))
                        .sum();
                if (!member.assignment().topicPartitions().isEmpty()) {
                    all.put(member.groupInstanceId().equals(Optional.of(second)) ? "second" : "first", sum);
                }
            }
            return all;
        }
    }

    /** A random moment: not a wait for anything. */
    private void pause(int from, int to) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(from + dice.nextInt(to - from));
    }
}
