package cn.changzhutan.exchange.verify;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.log.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeLogTest {
    @TempDir
    private Path folder;

    private World world;
    private Policy policy;
    private WrittenExchange last;

    @BeforeEach
    void exchange() {
        world = new World(folder.resolve("keys"));
        policy = world.policy();
        for (int i = 0; i < 130; i++) {
            last = new WrittenExchange(world.changsha, world.zhuzhou, World.START.plusSeconds(10L * i)).accept();
            if (i % 40 == 0) {
                world.changsha.publish(World.START.plusSeconds(10L * i), world.zhuzhou, world.xiangtan);
            }
            last.receive().deliver();
            if (i % 30 == 0) {
                world.zhuzhou.publish(World.START.plusSeconds(10L * i), world.changsha);
            }
            last.settle("DELIVERED");
        }
        world.publishAll(World.START.plusSeconds(1400));
    }

    @Test
    void honestLogs_hold_withEveryExchangeInBoth() throws IOException {
        Report report = verify(SeenLogs.none(), write(world.changsha), write(world.zhuzhou));

        assertThat(report.failures()).isEmpty();
        assertThat(texts(report)).anyMatch(text -> text.contains("130 closed, 0 on their way"));
        assertThat(world.zhuzhou.size()).isGreaterThan(256);
    }

    @Test
    void anyFlippedByteOfAnyFile_isFound() throws IOException {
        Path log = write(world.zhuzhou);
        List<Path> files = files(log);
        Random random = new Random(20261122);
        for (int i = 0; i < 240; i++) {
            Path file = files.get(i % files.size());
            byte[] whole = Files.readAllBytes(file);
            byte[] flipped = whole.clone();
            int at = random.nextInt(flipped.length);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);

            Report report = verify(SeenLogs.none(), log);

            // names of members of the list are read or not, as JSON is: only what they hold is the log's
            assertThat(report.allHolds() && !isNameInList(file, whole, at))
                    .as("byte %d of %s", at, file)
                    .isFalse();
            Files.write(file, whole);
        }
        assertThat(verify(SeenLogs.none(), log).failures()).isEmpty();
    }

    private static boolean isNameInList(Path file, byte[] whole, int at) {
        if (!file.endsWith(CheckpointList.FILE)) {
            return false;
        }
        String text = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1);
        int quote = text.lastIndexOf('"', at);
        int end = text.indexOf('"', at + 1);
        return text.startsWith("\"cosigned\"", quote)
                || text.startsWith("\"items\"", quote)
                || text.startsWith("\":", end) && text.substring(quote + 1, end).equals("cosigned");
    }

    @Test
    void shrunkOrRewrittenLog_isFoundByWhatWasVerifiedBefore() throws IOException {
        SeenLogs seen = SeenLogs.none();
        Report first = new Report();
        seen.put(LogVerifier.verify(new FolderLog(write(world.changsha)), policy, seen, first)
                .orElseThrow());
        Path state = folder.resolve("state");
        seen.save(state);

        WrittenLog shrunk = new WrittenLog("changsha", world.changsha.keys);
        world.changsha.leaves.subList(0, 100).forEach(shrunk::append);
        shrunk.publish(World.START.plusSeconds(2000), world.zhuzhou, world.xiangtan);
        WrittenLog rewritten = shrunk.copy();
        for (int i = 0; i < 300; i++) {
            rewritten.append(Leaf.of(LogEvent.LOG_QUERIED, World.START.plusSeconds(i), new City("changsha"))
                    .build());
        }
        rewritten.publish(World.START.plusSeconds(2001), world.zhuzhou, world.xiangtan);

        assertThat(first.failures()).isEmpty();
        assertThat(verify(SeenLogs.load(state), write(world.changsha)).failures())
                .isEmpty();
        assertThat(verify(SeenLogs.load(state), write(shrunk)).failures()).containsOnlyKeys("LOG_SHRANK");
        assertThat(verify(SeenLogs.load(state), write(rewritten)).failures()).containsOnlyKeys("ROOT_DIFFERS");
    }

    @Test
    void exchangesOnTheirWay_areNoFault_untilTheOtherLogGoesOnWithoutThem() throws IOException {
        new WrittenExchange(world.changsha, world.zhuzhou, World.START.plusSeconds(1500)).accept();
        world.publishAll(World.START.plusSeconds(1600));
        assertThat(verify(SeenLogs.none(), write(world.changsha), write(world.zhuzhou))
                        .failures())
                .isEmpty();

        world.zhuzhou.append(Leaf.of(LogEvent.LOG_QUERIED, World.START.plus(Duration.ofDays(2)), new City("zhuzhou"))
                .build());
        world.publishAll(World.START.plus(Duration.ofDays(2)));

        assertThat(verify(SeenLogs.none(), write(world.changsha), write(world.zhuzhou))
                        .failures())
                .containsOnlyKeys("COUNTERPART_MISSING");
    }

    @Test
    void otherLogReadEarlier_whatItCouldNotHaveYet_isNoFault() throws IOException {
        Path earlier = write(world.changsha);
        new WrittenExchange(world.changsha, world.zhuzhou, World.START.plusSeconds(1500))
                .accept()
                .receive();
        world.publishAll(World.START.plusSeconds(1600));

        Report report = verify(SeenLogs.none(), earlier, write(world.zhuzhou));

        assertThat(report.failures()).isEmpty();
    }

    @Test
    void fileMissing_saidSo() throws IOException {
        Path log = write(world.zhuzhou);
        Files.delete(log.resolve("tile/entries/000"));
        Files.delete(log.resolve("tile/0/000"));

        assertThat(verify(SeenLogs.none(), log).failures()).containsOnlyKeys("UNREADABLE");
    }

    private int written;

    private Path write(WrittenLog log) throws IOException {
        Path to = folder.resolve("log-" + ++written);
        log.write(to);
        return to;
    }

    private Report verify(SeenLogs seen, Path... logs) {
        Report report = new Report();
        List<VerifiedLog> verified = new ArrayList<>();
        for (Path log : logs) {
            LogVerifier.verify(new FolderLog(log), policy, seen, report).ifPresent(verified::add);
        }
        if (verified.size() > 1) {
            Report across = new Report();
            new Completeness(verified, policy, Duration.ofDays(1), across).check();
            across.copyTo(report);
        }
        return report;
    }

    private static List<String> texts(Report report) {
        return report.findings().stream().map(Report.Finding::text).toList();
    }

    private static List<Path> files(Path log) throws IOException {
        try (Stream<Path> walk = Files.walk(log)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
