package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.chaos.Chaos;
import cn.changzhutan.exchange.chaos.SmallDisk;
import cn.changzhutan.exchange.local.SmallServer;
import cn.changzhutan.exchange.store.LogStore;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Disks that are full or cannot be written: the database's, and the one on which the gateway keeps its head guard. */
@Tag("chaos")
class DiskFaultsIT extends WithCities {
    private interface Fault {
        void on(SmallDisk disk, boolean broken) throws Exception;
    }

    @Test
    void guardOnAFullDisk_nothingIsSigned_andItGoesOnWithRoom() throws Exception {
        guardFault((disk, broken) -> {
            if (broken) {
                disk.fill();
            } else {
                disk.free();
            }
        });
    }

    @Test
    void guardOnAReadOnlyDisk_nothingIsSigned_andItGoesOnWhenItCanBeWritten() throws Exception {
        guardFault(SmallDisk::readOnly);
    }

    private void guardFault(Fault fault) throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("guard"), 1)) {
            cities.stop(CHANGSHA);
            cities.accesses.put(CHANGSHA, cn.changzhutan.exchange.local.LocalServers.newDatabase("guarded"));
            cities.guardFolders.put(CHANGSHA, disk.folder());
            ExchangeNode node = cities.start(CHANGSHA);
            cities.submit(cities.pension("m-1"));
            Optional<String> signed = node.publicLog().checkpoint();

            fault.on(disk, true);
            assertThatThrownBy(() -> cities.submit(cities.pension("m-2")))
                    .isInstanceOf(LogUnavailableException.class)
                    .hasMessageContaining("guard");
            long size = headSize();
            for (int i = 3; i < 6; i++) {
                int number = i;
                assertThatThrownBy(() -> cities.submit(cities.pension("m-" + number)))
                        .isInstanceOf(LogUnavailableException.class);
            }
            assertThat(headSize()).as("nothing more is taken").isEqualTo(size);
            assertThat(node.publicLog().checkpoint()).isEqualTo(signed);
            assertThat(node.logTrouble()).contains("guard");

            fault.on(disk, false);
            for (int i = 1; i < 6; i++) {
                assertThat(cities.submit(cities.pension("m-" + i))).isInstanceOf(Answer.Accepted.class);
            }
            assertThat(node.logTrouble()).isEmpty();
            assertThat(LogCheck.verifiedLeaves(cities, CHANGSHA).stream()
                            .filter(leaf -> leaf.contains("\"event\":\"ACCEPTED\"")))
                    .hasSize(5);
            cities.carry();
            assertThat(cities.deliverEverything()).isEqualTo(5);
            cities.carry();
            cities.assertAccounts(5, 5, 0);
            cities.stop(CHANGSHA);
        }
    }

    private long headSize() throws Exception {
        return cities.databases.get(CHANGSHA).transaction(LogStore::readHead).size();
    }

    @Test
    void databaseOnAFullDisk_takesNothing_andGoesOnByItselfWithRoom() throws Exception {
        int rounds = Chaos.times(1, 5);
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 220);
                SmallServer server = new SmallServer(disk.folder().resolve("postgresql"))) {
            cities.stop(CHANGSHA);
            cities.accesses.put(CHANGSHA, server.access("changsha"));
            cities.guardFolders.put(CHANGSHA, folder);
            cities.start(CHANGSHA);
            Set<String> acknowledged = new LinkedHashSet<>();
            int refused = 0;
            for (int round = 0; round < rounds; round++) {
                send(acknowledged, "before-" + round);
                disk.fill();
                String waiting = fillUntilRefused(acknowledged, "full-" + round + "-");
                for (int i = 0; i < 3; i++) {
                    int number = i;
                    assertThatThrownBy(() -> cities.submit(cities.pension("no-" + number)))
                            .isInstanceOf(LogUnavailableException.class);
                    refused++;
                }

                disk.free();
                server.restartIfDown(); // as its supervisor does
                Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .ignoreExceptionsInstanceOf(LogUnavailableException.class)
                        .until(() -> send(acknowledged, waiting));
            }
            for (int i = 0; i < 3; i++) {
                send(acknowledged, "no-" + i);
            }

            cities.carry();
            assertThat(cities.deliverEverything()).isEqualTo(acknowledged.size());
            cities.carry();
            cities.assertAccounts(acknowledged.size(), acknowledged.size(), 0);
            assertThat(LogCheck.verifiedLeaves(cities, CHANGSHA).stream()
                            .filter(leaf -> leaf.contains("\"event\":\"ACCEPTED\"")))
                    .hasSize(acknowledged.size());
            Chaos.say("database's disk full " + rounds + " times: acknowledged " + acknowledged.size() + ", refused "
                    + (refused + rounds) + ", lost 0, repeated 0");
            cities.stop(CHANGSHA);
        }
    }

    private boolean send(Set<String> acknowledged, String messageId) throws Exception {
        assertThat(cities.submit(cities.pension(messageId))).isInstanceOf(Answer.Accepted.class);
        assertThat(acknowledged.add(messageId)).isTrue();
        return true;
    }

    /** What the server has reserved already may still be used up. @return the message that was refused first */
    private String fillUntilRefused(Set<String> acknowledged, String prefix) throws Exception {
        for (int i = 0; i < 5_000; i++) {
            try {
                send(acknowledged, prefix + i);
            } catch (LogUnavailableException e) {
                return prefix + i;
            }
        }
        throw new AssertionError("a full disk that takes 5000 records");
    }
}
