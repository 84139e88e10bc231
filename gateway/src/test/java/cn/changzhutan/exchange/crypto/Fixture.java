package cn.changzhutan.exchange.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The pinned files under src/test/resources/crypto. Keys that protect nothing: they exist for these tests alone. */
final class Fixture {
    private Fixture() {}

    static CityKeys keys() {
        return CityKeys.parse(
                "city-keys-v1.txt",
                new String(bytes("city-keys-v1.txt"), StandardCharsets.US_ASCII),
                Path.of("no-such-folder"));
    }

    static byte[] bytes(String name) {
        try (InputStream in = Fixture.class.getResourceAsStream("/crypto/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
