package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.SettingsProblems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The private keys of one city, in files of mode 0600 that are made at the first start: {@value #FILE} has the first key of every use
 * and the master secret (one file, so that a city never has some of its keys), {@code log-2.keys} and the like have those that came
 * later. A key is in use until a file {@code log-1.retired} stands beside it. Immutable and thread-safe: a picture of the folder.
 * Software keys: where the law asks for a certified module, {@link Signer} and {@link KeyUnwrapper} are implemented over it instead.
 */
public final class CityKeys {
    /** The name of the file in the folder. */
    public static final String FILE = "city.keys";

    private static final String FORMAT = "city-keys/v1";
    private static final List<String> SECRETS = List.of("ed25519", "sm2", "kek", "master");
    private static final List<String> NAMES = List.of("format", "ed25519", "sm2", "kek", "master");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final int MOST_GENERATIONS = 999;

    private final HmacSm3 master;
    private final List<Signer> logEd25519;
    private final List<Signer> logSm2;
    private final List<Signer> witnessEd25519;
    private final List<Signer> witnessSm2;
    private final List<SoftwareKeyUnwrapper> keks;

    private CityKeys(HmacSm3 master, Map<KeyUse, List<Map<String, byte[]>>> inUse) {
        this.master = master;
        logEd25519 = ed25519Signers(inUse.get(KeyUse.LOG));
        logSm2 = sm2Signers(inUse.get(KeyUse.LOG));
        witnessEd25519 = ed25519Signers(inUse.get(KeyUse.WITNESS));
        witnessSm2 = sm2Signers(inUse.get(KeyUse.WITNESS));
        keks = inUse.get(KeyUse.PAYLOAD).stream()
                .map(secrets -> new SoftwareKeyUnwrapper(secrets.get("kek")))
                .toList();
    }

    private static List<Signer> ed25519Signers(List<Map<String, byte[]>> generations) {
        return generations.stream()
                .map(secrets -> (Signer) new Ed25519SoftwareSigner(secrets.get("ed25519")))
                .toList();
    }

    private static List<Signer> sm2Signers(List<Map<String, byte[]>> generations) {
        return generations.stream()
                .map(secrets -> (Signer) new Sm2SoftwareSigner(secrets.get("sm2")))
                .toList();
    }

    /**
     * Loads the keys of the folder, or makes them if it has none. Two processes of a city that start at once get the same keys.
     *
     * @throws SettingsException if a file is damaged, or anybody but its owner may read it
     * @throws java.io.UncheckedIOException if the folder cannot be written or read, or has no owner permissions
     */
    public static CityKeys createOrLoad(Path folder) {
        SecretFile.createIfAbsent(folder.resolve(FILE), newText(new SecureRandom()));
        return load(folder);
    }

    /** As {@link #createOrLoad}, but it is an error if the folder has no keys. */
    public static CityKeys load(Path folder) {
        Path file = folder.resolve(FILE);
        return parse(file.toString(), SecretFile.read(file), folder);
    }

    /** Makes new keys of a use beside those in use. Whoever runs with this folder puts them to use when it looks again. */
    public static void rotate(Path folder, KeyUse use) {
        load(folder);
        int next = newest(folder, use) + 1;
        if (next > MOST_GENERATIONS) {
            throw new SettingsException(List.of(folder + ": more than " + MOST_GENERATIONS + " keys of " + use.word()));
        }
        SecretFile.createIfAbsent(
                folder.resolve(KeyGeneration.file(use, next)), KeyGeneration.newText(use, new SecureRandom()));
    }

    /** Ends the use of the oldest keys of a use. They are not deleted. @throws SettingsException if there is no newer one */
    public static void retire(Path folder, KeyUse use) {
        List<Integer> numbers = numbersInUse(folder, use);
        if (numbers.size() < 2) {
            throw new SettingsException(List.of(folder + ": one key of " + use.word()
                    + " is in use (expected: a newer one, by --rotate, before the old one is retired)"));
        }
        SecretFile.createIfAbsent(folder.resolve(KeyGeneration.retiredMarker(use, numbers.get(0))), "retired\n");
    }

    private static int newest(Path folder, KeyUse use) {
        int number = 1;
        while (Files.exists(folder.resolve(KeyGeneration.file(use, number + 1)))) {
            number++;
        }
        return number;
    }

    private static List<Integer> numbersInUse(Path folder, KeyUse use) {
        List<Integer> numbers = new ArrayList<>();
        int newest = newest(folder, use);
        for (int number = 1; number <= newest; number++) {
            if (!Files.exists(folder.resolve(KeyGeneration.retiredMarker(use, number)))) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    static CityKeys parse(String file, String text, Path folder) {
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
        Map<String, byte[]> secrets = new HashMap<>();
        SECRETS.forEach(name -> secrets.put(name, HexFormat.of().parseHex(lines.get(name))));
        HmacSm3 master = new HmacSm3(secrets.get("master"));
        Map<KeyUse, List<Map<String, byte[]>>> inUse = new EnumMap<>(KeyUse.class);
        for (KeyUse use : KeyUse.values()) {
            List<Map<String, byte[]>> generations = new ArrayList<>();
            for (int number : numbersInUse(folder, use)) {
                generations.add(
                        number > 1
                                ? KeyGeneration.read(folder.resolve(KeyGeneration.file(use, number)), use)
                                : use == KeyUse.WITNESS ? firstWitness(master) : secrets);
            }
            inUse.put(use, generations);
        }
        try {
            return new CityKeys(master, inUse);
        } catch (IllegalArgumentException e) {
            problems.add(file, 0, e.getMessage());
            throw new SettingsException(problems.lines());
        }
    }

    /** Derived, so that a city whose file is older than witnesses has them as well. */
    private static Map<String, byte[]> firstWitness(HmacSm3 master) {
        return Map.of("ed25519", secret(master, "witness-ed25519"), "sm2", secret(master, "witness-sm2"));
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

    /** Those that sign checkpoints now, the oldest first. */
    public List<Signer> logEd25519() {
        return logEd25519;
    }

    /** Those that sign checkpoints now, the oldest first. */
    public List<Signer> logSm2() {
        return logSm2;
    }

    /** Those that cosign now, the oldest first. */
    public List<Signer> witnessEd25519() {
        return witnessEd25519;
    }

    /** Those that cosign now, the oldest first. */
    public List<Signer> witnessSm2() {
        return witnessSm2;
    }

    /** All that open what other cities encrypt to this one, the oldest first. */
    public List<KeyUnwrapper> keks() {
        return List.copyOf(keks);
    }

    /** The public halves of {@link #keks}. */
    public List<PayloadKey> payloadKeys() {
        return keks.stream().map(kek -> new PayloadKey(kek.publicKey())).toList();
    }

    /** The newest of {@link #logEd25519}. */
    public Signer ed25519() {
        return logEd25519.get(logEd25519.size() - 1);
    }

    /** The newest of {@link #logSm2}. */
    public Signer sm2() {
        return logSm2.get(logSm2.size() - 1);
    }

    /** The newest of {@link #keks}. */
    public KeyUnwrapper kek() {
        return keks.get(keks.size() - 1);
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
        return secret(master, label);
    }

    private static byte[] secret(HmacSm3 master, String label) {
        return master.of(("secret/v1\n" + label).getBytes(StandardCharsets.US_ASCII));
    }

    /** The newest public keys. */
    public PublicKeys publicKeys() {
        return new PublicKeys(
                ed25519().publicKey(),
                sm2().publicKey(),
                keks.get(keks.size() - 1).publicKey());
    }

    @Override
    public String toString() {
        return "CityKeys[" + kek().kekId() + ", redacted]";
    }
}
