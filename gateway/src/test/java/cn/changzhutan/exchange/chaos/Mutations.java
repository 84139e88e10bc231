package cn.changzhutan.exchange.chaos;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils bytes that were valid, one to four times, in the ways that parsers are known to stumble over. The same dice, the same bytes. */
final class Mutations {
    private static final int LONGEST = 1 << 20;
    private static final Charset GB18030 = Charset.forName("GB18030");

    private final Random dice;
    private final Charset charset;
    private final List<byte[]> samples;

    private Mutations(Random dice, Charset charset, List<byte[]> samples) {
        this.dice = dice;
        this.charset = charset;
        this.samples = samples;
    }

    /** One of the samples, spoiled. At most about 1 MiB. @param charset in which whoever it is from would write */
    static byte[] of(Random dice, Charset charset, List<byte[]> samples) {
        Mutations mutations = new Mutations(dice, charset, samples);
        byte[] bytes = samples.get(dice.nextInt(samples.size()));
        if (dice.nextInt(100) == 0) {
            bytes = new byte[dice.nextInt(2000)];
            dice.nextBytes(bytes);
        }
        int times = 1;
        while (times < 5 && dice.nextInt(2) == 0) {
            times++;
        }
        for (int i = 0; i < times; i++) {
            bytes = mutations.spoil(bytes);
        }
        return bytes.length <= LONGEST ? bytes : Arrays.copyOf(bytes, LONGEST);
    }

    private byte[] spoil(byte[] bytes) {
        return switch (dice.nextInt(24)) {
            case 0, 1, 2 -> flip(bytes);
            case 3 -> replace(bytes, anywhere(bytes, 1), random(1 + dice.nextInt(8)));
            case 4, 5 -> replace(bytes, anywhere(bytes, 12), new byte[0]);
            case 6 -> replace(bytes, at(bytes), part(bytes));
            case 7 -> replace(bytes, anywhere(bytes, 40), part(samples.get(dice.nextInt(samples.size()))));
            case 8 -> Arrays.copyOf(bytes, dice.nextInt(bytes.length + 1));
            case 9, 10 -> replace(bytes, digits(bytes), encode(pick(Tokens.NUMBERS)));
            case 11, 12, 13 -> replace(bytes, at(bytes), encode(pick(Tokens.TEXTS)));
            case 14 -> replace(bytes, at(bytes), pick(Tokens.RAW));
            case 15, 16 -> replace(bytes, value(bytes), encode(dice.nextBoolean() ? Markers.NAME : Markers.ID));
            case 17 -> replace(bytes, at(bytes), encode(dice.nextBoolean() ? Markers.NAME : Markers.ID));
            case 18 -> replace(bytes, value(bytes), encode(pick(dice.nextBoolean() ? Tokens.TEXTS : Tokens.NUMBERS)));
            case 19 -> swap(bytes);
            case 20 -> rare(6) ? replace(bytes, at(bytes), deep()) : flip(bytes);
            case 21 -> rare(6) ? replace(bytes, value(bytes), huge()) : flip(bytes);
            case 22 -> rare(8) ? again(bytes) : flip(bytes);
            default -> rare(4) ? recoded(bytes) : flip(bytes);
        };
    }

    private boolean rare(int oneOf) {
        return dice.nextInt(oneOf) == 0;
    }

    private byte[] flip(byte[] bytes) {
        if (bytes.length == 0) {
            return random(1);
        }
        byte[] flipped = bytes.clone();
        flipped[dice.nextInt(bytes.length)] ^= (byte) (1 << dice.nextInt(8));
        return flipped;
    }

    /** Two parts change places. */
    private byte[] swap(byte[] bytes) {
        int[] one = digits(bytes);
        int[] other = dice.nextBoolean() ? digits(bytes) : value(bytes);
        if (one[1] > other[0] && other[1] > one[0]) {
            return flip(bytes);
        }
        int[] first = one[0] < other[0] ? one : other;
        int[] second = first == one ? other : one;
        byte[] kept = Arrays.copyOfRange(bytes, first[0], first[1]);
        byte[] later = replace(bytes, second, kept);
        return replace(later, first, Arrays.copyOfRange(bytes, second[0], second[1]));
    }

    private byte[] deep() {
        int times = dice.nextBoolean() ? 10 + dice.nextInt(100) : 1000 << dice.nextInt(7);
        String open = pick(List.of("[", "{\"a\":", "<a>", "(", "- ", "[[", "{\"a\":[", "{", "\"", "&#"));
        return encode(open.repeat(Math.min(times, LONGEST / open.length() / 2)));
    }

    private byte[] huge() {
        String unit = pick(List.of("a", "9", "𠮷", "é", " ", "\n", ",", "\\u0001", "&amp;", "0", "=", "王", "\"\""));
        return encode(unit.repeat((1000 << dice.nextInt(8)) / unit.length() + 1));
    }

    /** The same over and over. */
    private byte[] again(byte[] bytes) {
        int times = 2 + dice.nextInt(60);
        byte[] one = dice.nextBoolean() ? part(bytes) : bytes;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes);
        for (int i = 0; i < times && all.size() < LONGEST; i++) {
            all.writeBytes(one);
        }
        return all.toByteArray();
    }

    /** The whole in another charset, with its mark or without. */
    private byte[] recoded(byte[] bytes) {
        String text = new String(bytes, charset);
        Charset other = pick(List.of(
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16,
                Charset.forName("UTF-32BE"),
                Charset.forName("UTF-32LE"),
                GB18030,
                StandardCharsets.UTF_8,
                StandardCharsets.ISO_8859_1));
        return ((dice.nextBoolean() ? "\uFEFF" : "") + text).getBytes(other);
    }

    private byte[] part(byte[] bytes) {
        int[] range = anywhere(bytes, 200);
        return Arrays.copyOfRange(bytes, range[0], range[1]);
    }

    private int[] at(byte[] bytes) {
        int at = dice.nextInt(bytes.length + 1);
        return new int[] {at, at};
    }

    private int[] anywhere(byte[] bytes, int longest) {
        int from = dice.nextInt(bytes.length + 1);
        return new int[] {from, Math.min(bytes.length, from + 1 + dice.nextInt(longest))};
    }

    /** A run of digits, if one is found from some place on. */
    private int[] digits(byte[] bytes) {
        int from = dice.nextInt(bytes.length + 1);
        while (from < bytes.length && !isDigit(bytes[from])) {
            from++;
        }
        int to = from;
        while (to < bytes.length && isDigit(bytes[to])) {
            to++;
        }
        return new int[] {from, to};
    }

    /** What stands between two of the characters by which formats part their values. */
    private int[] value(byte[] bytes) {
        int from = dice.nextInt(bytes.length + 1);
        while (from < bytes.length && !isBorder(bytes[from])) {
            from++;
        }
        from = Math.min(bytes.length, from + 1);
        int to = from;
        while (to < bytes.length && !isBorder(bytes[to])) {
            to++;
        }
        return new int[] {from, to};
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isBorder(byte b) {
        return b == '"' || b == ',' || b == '<' || b == '>' || b == '\n' || b == ':' || b == ' ';
    }

    private static byte[] replace(byte[] bytes, int[] range, byte[] by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + by.length);
        out.write(bytes, 0, range[0]);
        out.writeBytes(by);
        out.write(bytes, range[1], bytes.length - range[1]);
        return out.toByteArray();
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        dice.nextBytes(bytes);
        return bytes;
    }

    private byte[] encode(String text) {
        return text.getBytes(charset);
    }

    private <T> T pick(List<T> from) {
        return from.get(dice.nextInt(from.size()));
    }
}
