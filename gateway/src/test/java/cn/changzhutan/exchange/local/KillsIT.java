package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.chaos.Chaos;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * kill -9 at random moments, under load, of gateways (each sends and receives), the broker, the database and single processes of it;
 * of two of them; and again while they recover. Nobody lends a hand: what was killed is started again by its supervisor.
 */
@Tag("chaos")
class KillsIT {
    private enum Target {
        GATEWAY,
        BROKER,
        DATABASE,
        DATABASE_CHILD
    }

    private final Random dice = Chaos.dice("kills");
    private final Map<String, Integer> kills = new TreeMap<>();
    private final List<Long> recoveries = new ArrayList<>();
    private int killed;

    @Test
    @Timeout(value = 25, unit = TimeUnit.MINUTES)
    void partsKilledUnderLoad_everyAcknowledgedRecordTakesEffectOnce() throws Exception {
        try (Stage stage = Stage.start("kills");
                Load load = Load.start(stage, Load.doors(stage), 1.5)) {
            int atLeast = Chaos.times(6, 50);
            Iterator<List<Target>> rounds = rounds(atLeast).iterator();
            // Whom a kill finds dead already, it does not kill.
            while (rounds.hasNext() || killed < atLeast) {
                List<Target> round = rounds.hasNext() ? rounds.next() : List.of(Target.GATEWAY);
                pause(500, 3000);
                List<ProcessHandle> victims = new ArrayList<>();
                for (Target target : round) {
                    victims.addAll(kill(stage, target));
                }
                if (dice.nextInt(4) == 0) {
                    LocalCity city = any(stage);
                    stage.restartOffices(city);
                    kills.merge("back offices of a city (cut, not counted)", 1, Integer::sum);
                }
                if (dice.nextInt(5) > 0) { // else the next kill meets the recovery
                    long start = System.nanoTime();
                    stage.awaitRecovery(victims);
                    recoveries.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
                }
            }
            stage.awaitRecovery(List.of());
            pause(500, 1000);
            load.stop();
            stage.awaitRest(Duration.ofMinutes(4));
            Verdict verdict = new Verdict(stage, load.ledger());
            verdict.check();
            Collections.sort(recoveries);
            Chaos.say(killed + " kills " + kills + "; " + verdict.words()
                    + "; ready again after (ms, median and longest) "
                    + recoveries.get(recoveries.size() / 2) + ", " + recoveries.get(recoveries.size() - 1) + "; seed "
                    + Chaos.seed());
        }
    }

    /** Every target once, in any order, two at once, and so on until it is enough. */
    private List<List<Target>> rounds(int atLeast) {
        List<List<Target>> rounds = new ArrayList<>();
        for (Target target : Target.values()) {
            rounds.add(List.of(target));
        }
        rounds.add(two());
        Collections.shuffle(rounds, dice);
        int count = rounds.stream().mapToInt(List::size).sum();
        while (count < atLeast) {
            List<Target> round = dice.nextInt(4) == 0 && count + 2 <= atLeast
                    ? two()
                    : List.of(dice.nextInt(5) < 2 ? Target.GATEWAY : Target.values()[dice.nextInt(4)]);
            rounds.add(round);
            count += round.size();
        }
        return rounds;
    }

    private List<Target> two() {
        Target first = Target.values()[dice.nextInt(4)];
        Target second = Target.values()[dice.nextInt(4)];
        boolean same = first == second && first != Target.GATEWAY;
        return same ? List.of(Target.GATEWAY, first) : List.of(first, second);
    }

    private List<ProcessHandle> kill(Stage stage, Target target) throws IOException {
        int number = dice.nextInt(1000);
        List<ProcessHandle> victim = switch (target) {
            case GATEWAY ->
                stage
                        .system()
                        .gateway(stage.cities()
                                .get(number % stage.cities().size())
                                .city())
                        .stream()
                        .toList();
            case BROKER -> stage.system().broker().stream().toList();
            case DATABASE -> stage.system().database().stream().toList();
            case DATABASE_CHILD -> stage.databaseChild(number).stream().toList();
        };
        for (ProcessHandle process : victim) {
            if (process.destroyForcibly()) { // kill -9
                killed++;
                kills.merge(target.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '), 1, Integer::sum);
            }
        }
        return victim;
    }

    private LocalCity any(Stage stage) {
        return stage.cities().get(dice.nextInt(stage.cities().size()));
    }

    /** A random moment: not a wait for anything. */
    private void pause(int from, int to) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(from + dice.nextInt(to - from));
    }
}
