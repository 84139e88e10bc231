package cn.changzhutan.exchange.chaos;

import java.util.Random;

/** How long the tests of faults go on and from which seed: short in every build, long by {@code mvn -Pchaos}. Thread-safe. */
public final class Chaos {
    private static final boolean LONG = Boolean.getBoolean("chaos.long");
    private static final long SEED = drawSeed();

    private Chaos() {}

    public static boolean isLong() {
        return LONG;
    }

    public static int times(int inShort, int inLong) {
        return LONG ? inLong : inShort;
    }

    public static long seed() {
        return SEED;
    }

    /** @param name of what throws the dice: each has its own sequence, the same for the same seed */
    public static Random dice(String name) {
        return new Random(SEED * 31 + name.hashCode());
    }

    /** A line of the summary. */
    public static void say(String line) {
        System.out.println("[chaos] " + line);
    }

    private static long drawSeed() {
        String given = System.getProperty("chaos.seed", "");
        long seed = given.isEmpty() ? System.nanoTime() & 0xffff_ffffL : Long.parseLong(given);
        say("seed " + seed + " (the same again: -Dchaos.seed=" + seed + ")");
        return seed;
    }
}
