package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.Ed25519Verifier;
import cn.changzhutan.exchange.crypto.Sm2Verifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A public key that signs notes under a name (C2SP signed-note). Name and key id together say which key and algorithm made a
 * signature. Immutable and thread-safe.
 */
final class NoteKey {
    private static final byte ED25519 = 0x01;
    /** The type byte 0xff stands for "see the long identifier that follows". */
    private static final byte[] SM2 = concat(new byte[] {(byte) 0xff}, utf8("sm2-sm3.changzhutan/v1"));

    private final String name;
    private final int id;
    private final Check check;

    /** A signature over bytes. */
    @FunctionalInterface
    interface Check {
        void verify(byte[] message, byte[] signature) throws VerificationException;
    }

    private NoteKey(String name, byte[] typeAndKey, Check check) {
        this.name = requireName(name);
        this.id = id(name, typeAndKey);
        this.check = check;
    }

    /** @param publicKey 32 raw bytes; signatures have 64 */
    static NoteKey ed25519(String name, byte[] publicKey) {
        return new NoteKey(name, concat(new byte[] {ED25519}, publicKey), new Ed25519Verifier(publicKey)::verify);
    }

    /** @param publicKey 65 bytes 04‖X‖Y; signatures are DER, with SM3 and the distinguishing id 1234567812345678 */
    static NoteKey sm2(String name, byte[] publicKey) {
        return new NoteKey(name, concat(SM2, publicKey), new Sm2Verifier(publicKey)::verify);
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

    String name() {
        return name;
    }

    int id() {
        return id;
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
    public String toString() {
        return name + "+" + String.format("%08x", id);
    }
}
