package cn.changzhutan.exchange.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest by which a leaf names the mapping that made its record. */
final class MappingDigest {
    private MappingDigest() {}

    /** Hex SHA-256 over three parts, each preceded by its length in bytes, so that no part can run into the next. */
    static String of(JsonNode formatOptions, String toShared, String fromShared) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {formatOptions.toString(), toShared, fromShared}) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                sha256.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
                sha256.update(bytes);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
