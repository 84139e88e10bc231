package cn.changzhutan.exchange.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A released schema or rules file never changes: records under it stand in logs for ever. To change something, add the next version
 * ({@code v2.schema.json}) and list it: {@code cd schemas && sha256sum <file> >> released.sha256}.
 */
class ReleasedSchemasTest {
    @Test
    void releasedFiles_areUnchanged_andEveryVersionedFileIsListed() throws Exception {
        assertEquals(listed(), present());
    }

    private static Map<String, String> listed() throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (String line : Files.readAllLines(Schemas.FOLDER.resolve("released.sha256"))) {
            String[] parts = line.split(" {2}", 2);
            assertTrue(parts.length == 2 && digests.put(parts[1], parts[0]) == null, "a wrong or repeated line");
        }
        return digests;
    }

    private static Map<String, String> present() throws IOException, GeneralSecurityException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(Schemas.FOLDER)) {
            for (Path path : paths.filter(ReleasedSchemasTest::isVersioned).toList()) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
                String name = Schemas.FOLDER.relativize(path).toString().replace('\\', '/');
                digests.put(name, HexFormat.of().formatHex(digest));
            }
        }
        return digests;
    }

    private static boolean isVersioned(Path path) {
        boolean built = Schemas.FOLDER.relativize(path).startsWith("target");
        return !built && path.getFileName().toString().matches("v[0-9]+\\.(schema\\.json|rules\\.yaml)");
    }
}
