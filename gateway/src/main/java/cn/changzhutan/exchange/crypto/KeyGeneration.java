package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.SettingsProblems;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A key file that came after the first: the keys of one use, {@code log-2.keys}. Never changed once it is written. */
final class KeyGeneration {
    private static final String FORMAT = "city-keys-generation/v1";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private KeyGeneration() {}

    static String file(KeyUse use, int number) {
        return use.word() + "-" + number + ".keys";
    }

    static String retiredMarker(KeyUse use, int number) {
        return use.word() + "-" + number + ".retired";
    }

    /** The text of a new file. */
    static String newText(KeyUse use, SecureRandom random) {
        StringBuilder text =
                new StringBuilder("# Private keys of one city. Never copy, send or print this file.\nformat: " + FORMAT
                        + "\nuse: " + use.word() + "\n");
        for (String key : use.keys()) {
            text.append(key)
                    .append(": ")
                    .append(HexFormat.of().formatHex(secret(key, random)))
                    .append('\n');
        }
        return text.toString();
    }

    private static byte[] secret(String key, SecureRandom random) {
        if (!key.equals("ed25519")) {
            return Sm2.newScalar(random);
        }
        byte[] seed = new byte[32];
        random.nextBytes(seed);
        return seed;
    }

    /** @return the raw secrets by name @throws SettingsException if the file is damaged or anybody but its owner may read it */
    static Map<String, byte[]> read(Path file, KeyUse use) {
        List<String> names = new ArrayList<>(List.of("format", "use"));
        names.addAll(use.keys());
        SettingsProblems problems = new SettingsProblems();
        Map<String, String> lines = KeyLines.parse(file.toString(), SecretFile.read(file), names, problems)
                .orElse(Map.of());
        problems.throwIfAny();
        boolean good = lines.get("format").equals(FORMAT) && lines.get("use").equals(use.word());
        Map<String, byte[]> secrets = new java.util.HashMap<>();
        for (String key : use.keys()) {
            good &= HEX.matcher(lines.get(key)).matches();
            if (good) {
                secrets.put(key, HexFormat.of().parseHex(lines.get(key)));
            }
        }
        if (!good) {
            throw new SettingsException(List.of(file + ": damaged (expected: " + FORMAT + " for " + use.word() + ")"));
        }
        return secrets;
    }
}
