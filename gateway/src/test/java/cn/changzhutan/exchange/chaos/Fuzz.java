package cn.changzhutan.exchange.chaos;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.opentest4j.AssertionFailedError;

/**
 * Feeds one parser with spoiled samples. It may give a value or throw what it documents; every other throwable is a defect, and so is
 * a hang, memory out of all proportion to the input, and a word of the person of {@link Markers} in what it says. Every input has
 * dice of its own, made of seed, parser and index, so one failure replays alone.
 */
public final class Fuzz {
    /** A hang guard for a chunk, and no measurement. */
    private static final Duration HANG = Duration.ofSeconds(60);

    private static final int CHUNK = 50;
    private static final int SHOWN = 600;

    /** Bytes that one input may cost, whatever its length, and for each of its bytes. */
    private static final long MEMORY = 64L << 20;

    private static final long MEMORY_A_BYTE = 2_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final AtomicLong ALL = new AtomicLong();

    /** Reads one input. @return all that is told about it to whoever sent it, or to a log; "" if nothing */
    public interface Target {
        String read(byte[] input) throws Exception;
    }

    /** Reads one input, and writes again what it read. */
    public interface Rewriter {
        byte[] again(byte[] input) throws Exception;
    }

    private final String parser;
    private final Target target;
    private List<byte[]> samples = List.of(new byte[0]);
    private List<Class<? extends Throwable>> documented = List.of();
    private Charset charset = StandardCharsets.UTF_8;
    private boolean showing;
    private volatile int index;
    private volatile byte[] input = new byte[0];
    private int taken;

    private Fuzz(String parser, Target target) {
        this.parser = parser;
        this.target = target;
    }

    public static Fuzz of(String parser, Target target) {
        return new Fuzz(parser, target);
    }

    /** For what is hashed, signed or compared: it has one spelling, and whatever is read is written again as the same bytes. */
    public static Fuzz spelling(String parser, Rewriter rewriter) {
        return of(parser, input -> {
            if (!Arrays.equals(rewriter.again(input), input)) {
                throw new AssertionError("read, and written again as other bytes");
            }
            return "";
        });
    }

    /** What the parser takes: spoiled, and mixed with each other. */
    public Fuzz samples(List<byte[]> valid) {
        samples = List.copyOf(valid);
        return this;
    }

    public Fuzz samples(byte[]... valid) {
        return samples(Arrays.asList(valid));
    }

    /** What it may throw, with the messages of its causes. */
    @SafeVarargs
    public final Fuzz throwing(Class<? extends Throwable>... exceptions) {
        documented = List.of(exceptions);
        return this;
    }

    /** For files that people edit: they hold no citizen's data, and a problem shows what it found. */
    public Fuzz showingWhatItFinds() {
        showing = true;
        return this;
    }

    public Fuzz in(Charset written) {
        charset = written;
        return this;
    }

    /** The samples as they are must be taken; then so many spoiled ones. */
    public void run(int inShort, int inLong) {
        for (byte[] sample : samples) {
            input = sample;
            try {
                target.read(sample);
            } catch (Throwable e) {
                throw failure("a valid sample is not taken", e);
            }
        }
        int count = Chaos.times(inShort, inLong);
        for (int from = 0; from < count; from += CHUNK) {
            int first = from;
            int end = Math.min(count, from + CHUNK);
            try {
                assertTimeoutPreemptively(HANG, () -> chunk(first, end));
            } catch (AssertionFailedError e) {
                throw e.getMessage().contains("timed out") ? failure("no end within " + HANG, e) : e;
            }
        }
        Chaos.say("fuzz " + parser + ": " + count + " inputs, " + taken + " taken, " + (count - taken)
                + " refused, failures 0, seed " + Chaos.seed() + "; so far " + ALL.addAndGet(count));
    }

    private void chunk(int from, int end) {
        for (index = from; index < end; index++) {
            input = Mutations.of(dice(), charset, samples);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            String said = "";
            try {
                said = target.read(input);
                taken++;
            } catch (Throwable e) {
                if (documented.stream().noneMatch(type -> type.isInstance(e))) {
                    throw failure("an exception that it does not document", e);
                }
                said = words(e);
            }
            long cost = THREADS.getCurrentThreadAllocatedBytes() - before;
            if (cost > MEMORY + MEMORY_A_BYTE * input.length) {
                throw failure("it took " + (cost >> 20) + " MiB", null);
            }
            Optional<String> found = showing ? Optional.empty() : Markers.in(said);
            if (found.isPresent()) {
                throw failure("it tells of a person (" + found.get() + "): " + said, null);
            }
        }
    }

    /** Seeds that lie beside each other are mixed first, for {@link Random} alone would begin alike. */
    private Random dice() {
        return new Random(new SplittableRandom(Chaos.dice(parser + "#" + index).nextLong()).nextLong());
    }

    /** All that a stack trace would print of it. */
    private static String words(Throwable thrown) {
        StringBuilder words = new StringBuilder();
        for (Throwable e = thrown; e != null && words.length() < 100_000; e = e.getCause()) {
            words.append(e).append('\n');
            for (Throwable suppressed : e.getSuppressed()) {
                words.append(suppressed).append('\n');
            }
        }
        return words.toString();
    }

    private AssertionFailedError failure(String what, Throwable cause) {
        byte[] shown = input.length <= SHOWN ? input : Arrays.copyOf(input, SHOWN);
        return new AssertionFailedError(
                "fuzz " + parser + ": " + what + (cause == null ? "" : ": " + cause) + "\nseed " + Chaos.seed()
                        + ", input " + index + " of " + input.length + " bytes, in base64"
                        + (input.length > SHOWN ? " (the first " + SHOWN + ")" : "") + ": "
                        + Base64.getEncoder().encodeToString(shown) + "\nas text: "
                        + new String(shown, charset).replaceAll("\\p{Cntrl}", "."),
                cause);
    }
}
