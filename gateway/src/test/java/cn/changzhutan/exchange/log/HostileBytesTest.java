package cn.changzhutan.exchange.log;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.VerificationException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/**
 * Whatever bytes come: a parser gives what writes those very bytes again, or throws VerificationException. Two spellings of one
 * thing, and every other exception, are defects.
 */
class HostileBytesTest {
    /** Reads, and writes again what it read. */
    private interface Format {
        byte[] readAndWrite(byte[] bytes) throws VerificationException;
    }

    private record Sample(Format format, byte[] valid) {}

    private static final List<Sample> SAMPLES = List.of(
            new Sample(bytes -> Leaf.parse(bytes).toBytes(), LogSamples.file("leaf-accepted.json")),
            new Sample(bytes -> Leaf.parse(bytes).toBytes(), LogSamples.file("leaf-delivered.json")),
            new Sample(bytes -> SealedRecord.decode(bytes).encode(), LogSamples.file("sealed-record.bin")),
            new Sample(bytes -> CheckpointMessage.decode(bytes).encode(), LogSamples.file("checkpoint-message.txt")),
            new Sample(bytes -> ConsistencyAsk.decode(bytes).encode(), LogSamples.file("consistency-ask.txt")),
            new Sample(
                    bytes -> utf8(LogProof.parse(text(bytes)).toText()), LogSamples.file("leaf-accepted.tlog-proof")),
            new Sample(bytes -> utf8(SignedNote.parse(text(bytes)).toText()), LogSamples.file("checkpoint.note")),
            new Sample(
                    bytes -> utf8(Checkpoint.parse(text(bytes)).body()),
                    utf8(LogSamples.text("checkpoint.note").split("(?<=\n)\n")[0])));

    private static String text(byte[] bytes) throws VerificationException {
        return TextLines.decode("TEST_TEXT", bytes, 1 << 20);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isTaken(Sample sample, byte[] bytes) {
        try {
            assertThat(sample.format().readAndWrite(bytes)).isEqualTo(bytes);
            return true;
        } catch (VerificationException e) {
            return false;
        }
    }

    @Property(tries = 1)
    void validSamples_areTaken() {
        SAMPLES.forEach(sample -> assertThat(isTaken(sample, sample.valid())).isTrue());
    }

    @Property(tries = 5_000)
    void anyBytes(@ForAll @Size(max = 200) byte[] bytes) {
        SAMPLES.forEach(sample -> isTaken(sample, bytes));
    }

    @Property(tries = 5_000)
    void validBytesSpoiled(@ForAll Random random) {
        for (Sample sample : SAMPLES) {
            byte[] bytes = sample.valid();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                bytes = spoil(bytes, random);
            }
            isTaken(sample, bytes);
        }
    }

    private static byte[] spoil(byte[] valid, Random random) {
        int at = random.nextInt(valid.length + 1);
        int to = Math.min(valid.length, at + random.nextInt(12));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(valid, 0, at);
        switch (random.nextInt(4)) {
            case 0 -> out.write(random.nextInt(256)); // in place of a range
            case 1 -> out.writeBytes(Arrays.copyOfRange(valid, at, to)); // a range twice: copied here and kept below
            case 2 ->
                out.writeBytes(utf8(List.of("\n", "0", "\"", "é", "\u2014 ", "=", "{", ",", "\r\n")
                        .get(random.nextInt(9))));
            default -> {} // a range dropped
        }
        int rest = random.nextBoolean() ? at : to;
        out.write(valid, rest, valid.length - rest);
        byte[] spoiled = out.toByteArray();
        if (spoiled.length == 0) {
            return new byte[] {0};
        }
        if (random.nextBoolean()) {
            spoiled[random.nextInt(spoiled.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return spoiled;
    }
}
