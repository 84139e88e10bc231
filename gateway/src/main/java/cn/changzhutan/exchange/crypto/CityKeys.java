package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.SettingsProblems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The private keys of one city in one file of mode 0600, made at the first start. One file and not four, so that a city never has
 * some of its keys. Immutable and thread-safe. Software keys: where the law asks for a certified module, {@link Signer} and
 * {@link KeyUnwrapper} are implemented over it instead.
 */
public final class CityKeys {
    /** The name of the file in the folder. */
    public static final String FILE = "city.keys";

    private static final String FORMAT = "city-keys/v1";
    private static final List<String> SECRETS = List.of("ed25519", "sm2", "kek", "master");
    private static final List<String> NAMES = List.of("format", "ed25519", "sm2", "kek", "master");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private final Ed25519SoftwareSigner ed25519;
    private final Sm2SoftwareSigner sm2;
    private final SoftwareKeyUnwrapper kek;
    private final HmacSm3 master;

    private CityKeys(Map<String, String> lines) {
        HexFormat hex = HexFormat.of();
        ed25519 = new Ed25519SoftwareSigner(hex.parseHex(lines.get("ed25519")));
        sm2 = new Sm2SoftwareSigner(hex.parseHex(lines.get("sm2")));
        kek = new SoftwareKeyUnwrapper(hex.parseHex(lines.get("kek")));
        master = new HmacSm3(hex.parseHex(lines.get("master")));
    }

    /**
     * Loads the keys of the folder, or makes them if it has none. Two processes of a city that start at once get the same keys.
     *
     * @throws SettingsException if the file is damaged, or anybody but its owner may read it
     * @throws java.io.UncheckedIOException if the folder cannot be written or read, or has no owner permissions
     */
    public static CityKeys createOrLoad(Path folder) {
        SecretFile.createIfAbsent(folder.resolve(FILE), newText(new SecureRandom()));
        return load(folder);
    }

    /** As {@link #createOrLoad}, but it is an error if the folder has no keys. */
    public static CityKeys load(Path folder) {
        Path file = folder.resolve(FILE);
        return parse(file.toString(), SecretFile.read(file));
    }

    static CityKeys parse(String file, String text) {
        SettingsProblems problems = new SettingsProblems();
        Map<String, String> lines = KeyLines.parse(file, text, NAMES, problems).orElse(Map.of());
        problems.throwIfAny();
        if (!lines.get("format").equals(FORMAT)) {
            problems.add(file, 0, "format is not known (expected: " + FORMAT + ")");
        }
        for (String name : SECRETS) {
            if (!HEX.matcher(lines.get(name)).matches()) {
                problems.add(file, 0, name + " is damaged (expected: 64 hex digits, lower case)");
            }
        }
        problems.throwIfAny();
        try {
            return new CityKeys(lines);
        } catch (IllegalArgumentException e) {
            problems.add(file, 0, e.getMessage());
            throw new SettingsException(problems.lines());
        }
    }

    private static String newText(SecureRandom random) {
        HexFormat hex = HexFormat.of();
        byte[] seed = new byte[32];
        byte[] secret = new byte[32];
        random.nextBytes(seed);
        random.nextBytes(secret);
        return "# Private keys of one city. Never copy, send or print this file.\nformat: " + FORMAT
                + "\ned25519: " + hex.formatHex(seed)
                + "\nsm2: " + hex.formatHex(Sm2.newScalar(random))
                + "\nkek: " + hex.formatHex(Sm2.newScalar(random))
                + "\nmaster: " + hex.formatHex(secret) + "\n";
    }

    public Signer ed25519() {
        return ed25519;
    }

    public Signer sm2() {
        return sm2;
    }

    /** Opens what other cities encrypt to this one. */
    public KeyUnwrapper kek() {
        return kek;
    }

    /**
     * 32 bytes that only this city can derive, the same at every start: HMAC-SM3(master secret, "secret/v1\n" ‖ label).
     *
     * @param label one for each use ({@code index}, {@code ordering}, {@code archive}): 1 to 32 characters of {@code a-z0-9-}
     */
    public byte[] secret(String label) {
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException("label of a secret (expected: 1 to 32 characters of a-z, 0-9, -)");
        }
        return master.of(("secret/v1\n" + label).getBytes(StandardCharsets.US_ASCII));
    }

    /** What the other cities need. */
    public PublicKeys publicKeys() {
        return new PublicKeys(ed25519.publicKey(), sm2.publicKey(), kek.publicKey());
    }

    @Override
    public String toString() {
        return "CityKeys[" + kek.kekId() + ", redacted]";
    }
}
