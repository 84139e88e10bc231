package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** A back office's token: 256 random bits. Kept by the back office; the gateway's machine keeps its hash only. */
public final class Token {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    private Token(String text) {
        this.text = text;
    }

    public static Token fresh() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new Token("czt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** The token itself: to be shown once, and to nobody else. */
    public String reveal() {
        return text;
    }

    /** Hex SHA-256 of the token: enough for 256 random bits, which nobody can guess. */
    public String hash() {
        return hashOf(text);
    }

    static String hashOf(String token) {
        return Sha256.hex(token.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Token[redacted]";
    }
}
