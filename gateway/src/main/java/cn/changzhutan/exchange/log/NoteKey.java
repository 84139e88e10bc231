package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.Ed25519Verifier;
import cn.changzhutan.exchange.crypto.Sm2Verifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A public key that signs notes under a name (C2SP signed-note). Name and key id together say which key and algorithm made a
 * signature. Immutable and thread-safe.
 */
public final class NoteKey {
    /** What a key signs, and how. */
    public enum Kind {
        /** A log's checkpoints, for public tools (C2SP tlog-checkpoint). */
        LOG_ED25519(new byte[] {0x01}, 32),
        /** A log's checkpoints with SM2 and SM3. The byte 0xff stands for "see the long identifier that follows". */
        LOG_SM2(longType("sm2-sm3.changzhutan/v1"), 65),
        /** Other logs' checkpoints, with a time (C2SP tlog-cosignature, {@code cosignature/v1}). */
        COSIGNER_ED25519(new byte[] {0x04}, 32),
        /** The same statement with SM2 and SM3. */
        COSIGNER_SM2(longType("sm2-sm3-cosignature.changzhutan/v1"), 65);

        private final byte[] type;
        private final int length;

        Kind(byte[] type, int length) {
            this.type = type;
            this.length = length;
        }

        boolean isCosigner() {
            return this == COSIGNER_ED25519 || this == COSIGNER_SM2;
        }

        boolean isSm2() {
            return length == 65;
        }

        private static byte[] longType(String identifier) {
            return concat(new byte[] {(byte) 0xff}, utf8(identifier));
        }
    }

    private final String name;
    private final Kind kind;
    private final byte[] publicKey;
    private final int id;
    private final Check check;

    /** A signature over bytes. */
    @FunctionalInterface
    private interface Check {
        void verify(byte[] message, byte[] signature) throws VerificationException;
    }

    /**
     * @param publicKey 32 raw bytes for Ed25519, whose signatures have 64; 65 bytes 04‖X‖Y for SM2, whose signatures are DER, with SM3
     *     and the distinguishing id 1234567812345678
     * @throws IllegalArgumentException if it is no name or no such key
     */
    public NoteKey(String name, Kind kind, byte[] publicKey) {
        this.name = requireName(name);
        this.kind = kind;
        this.publicKey = publicKey.clone();
        this.id = id(name, concat(kind.type, publicKey));
        this.check = kind.isSm2() ? new Sm2Verifier(publicKey)::verify : new Ed25519Verifier(publicKey)::verify;
    }

    static NoteKey ed25519(String name, byte[] publicKey) {
        return new NoteKey(name, Kind.LOG_ED25519, publicKey);
    }

    static NoteKey sm2(String name, byte[] publicKey) {
        return new NoteKey(name, Kind.LOG_SM2, publicKey);
    }

    /**
     * Reads a verifier key as {@link #toVkey} writes it (C2SP signed-note, verifier keys).
     *
     * @throws IllegalArgumentException if it is of another form or kind, or its id is not the one that follows from name and key
     */
    public static NoteKey parse(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("verifier key (expected: name+id+base64)");
        }
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        for (Kind kind : Kind.values()) {
            if (typed.length == kind.type.length + kind.length
                    && Arrays.equals(kind.type, 0, kind.type.length, typed, 0, kind.type.length)) {
                NoteKey key = new NoteKey(parts[0], kind, Arrays.copyOfRange(typed, kind.type.length, typed.length));
                if (!key.idText().equals(parts[1])) {
                    throw new IllegalArgumentException(
                            "verifier key (expected: the id that follows from name and key)");
                }
                return key;
            }
        }
        throw new IllegalArgumentException("verifier key of a kind that is not known here");
    }

    /** {@code name+id+base64}. */
    public String toVkey() {
        return this + "+" + Base64.getEncoder().encodeToString(concat(kind.type, publicKey));
    }

    /** The first four bytes of SHA-256(name ‖ 0x0A ‖ type and public key). */
    private static int id(String name, byte[] typeAndKey) {
        byte[] hash = Merkle.sha256(utf8(name), new byte[] {'\n'}, typeAndKey);
        return ByteBuffer.wrap(hash).getInt();
    }

    /** Neither spaces nor plus signs nor control characters, at most 128 characters. @throws IllegalArgumentException otherwise */
    static String requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "key name (expected: host/log in 1 to 128 characters without spaces and plus signs)");
        }
        return name;
    }

    static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= 128
                && name.codePoints()
                        .noneMatch(c -> c == '+'
                                || Character.isWhitespace(c)
                                || Character.isSpaceChar(c)
                                || Character.isISOControl(c)
                                || Character.getType(c) == Character.SURROGATE);
    }

    public String name() {
        return name;
    }

    /** The host of the name: what stands before the first slash. Log and witness of one city have the same. */
    String host() {
        return hostOf(name);
    }

    static String hostOf(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }

    public Kind kind() {
        return kind;
    }

    /** A copy. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    int id() {
        return id;
    }

    /** Eight lower-case hex digits. */
    public String idText() {
        return String.format("%08x", id);
    }

    boolean made(SignedNote.Line line) {
        return line.keyId() == id && line.name().equals(name);
    }

    void verify(byte[] text, byte[] signature) throws VerificationException {
        check.verify(text, signature);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteKey that
                && name.equals(that.name)
                && kind == that.kind
                && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return id;
    }

    /** {@code name+id}: how files and messages name the key. */
    @Override
    public String toString() {
        return name + "+" + idText();
    }
}
