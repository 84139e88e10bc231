package cn.changzhutan.exchange.bench;

import cn.changzhutan.exchange.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Synthetic records of one type, made from a golden sample: other persons with right check digits, other households, certificates
 * and listings in every record; names, dates and amounts as they are. Not thread-safe.
 */
public final class RecordSource {
    /** Citizen ids; household, certificate and permit numbers; numbers of listings. */
    private static final Pattern VARIES = Pattern.compile(
            "\"([1-9][0-9]{16}[0-9X])\"|\"(43[0-9]{11})\"|(迁|准迁)(43[0-9]{11})\"|(〕)([0-9]+)(号\",\"revision)");

    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    private final List<byte[]> parts = new ArrayList<>();
    private final List<String> slots = new ArrayList<>();
    private final SplittableRandom random;

    /** @param sample a JSON document */
    public RecordSource(Path sample, long seed) throws IOException {
        random = new SplittableRandom(seed);
        String text;
        try {
            text = Json.parse(Files.readAllBytes(sample)).toString();
        } catch (Json.MalformedException e) {
            throw new IOException(e);
        }
        Matcher matcher = VARIES.matcher(text);
        int at = 0;
        while (matcher.find()) {
            int group = matcher.group(1) != null ? 1 : matcher.group(2) != null ? 2 : matcher.group(4) != null ? 4 : 6;
            parts.add(text.substring(at, matcher.start(group)).getBytes(StandardCharsets.UTF_8));
            slots.add(matcher.group(group));
            at = matcher.end(group);
        }
        parts.add(text.substring(at).getBytes(StandardCharsets.UTF_8));
    }

    /** Writes one record. @return how many bytes */
    public int next(byte[] out, int from) {
        Map<String, byte[]> drawn = new LinkedHashMap<>();
        int at = from;
        for (int i = 0; i < slots.size(); i++) {
            at = put(parts.get(i), out, at);
            at = put(drawn.computeIfAbsent(slots.get(i), this::other), out, at);
        }
        return put(parts.get(slots.size()), out, at) - from;
    }

    private static int put(byte[] bytes, byte[] out, int at) {
        System.arraycopy(bytes, 0, out, at, bytes.length);
        return at + bytes.length;
    }

    /** Another value of the same form. The first six digits of an id are not compared with any list of divisions. */
    private byte[] other(String value) {
        byte[] digits = value.getBytes(StandardCharsets.US_ASCII);
        if (digits.length != 18) {
            byte[] fresh = new byte[Math.max(digits.length, 13)];
            for (int i = 0; i < fresh.length; i++) {
                fresh[i] = (byte) ('0' + random.nextInt(i == 0 ? 1 : 0, 10));
            }
            if (digits.length == 13) {
                fresh[0] = '4';
                fresh[1] = '3';
            }
            return fresh;
        }
        for (int i = 1; i < 6; i++) {
            digits[i] = (byte) ('0' + random.nextInt(10));
        }
        digits[14] = (byte) ('0' + random.nextInt(10));
        digits[15] = (byte) ('0' + random.nextInt(10));
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += (digits[i] - '0') * WEIGHTS[i];
        }
        digits[17] = (byte) "10X98765432".charAt(sum % 11);
        return digits;
    }
}
