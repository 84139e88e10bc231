package cn.changzhutan.exchange.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.CanonicalJson;
import cn.changzhutan.exchange.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever bytes come, JSON is read or refused; what was read has one canonical form or none. */
@Tag("chaos")
class JsonFuzzTest {
    @Test
    void anyBytes_areReadOrRefused() throws IOException {
        Fuzz.of("Json", input -> {
                    Json.parse(input);
                    return "";
                })
                .samples(samples())
                .throwing(Json.MalformedException.class)
                .run(600, 20_000);
    }

    @Test
    void whatWasRead_hasOneCanonicalFormOrNone() throws IOException {
        Fuzz.of("CanonicalJson", input -> {
                    JsonNode read = Json.parse(input);
                    byte[] canonical = CanonicalJson.write(read);
                    assertThat(CanonicalJson.write(Json.parse(canonical))).isEqualTo(canonical);
                    return "";
                })
                .samples(samples())
                .throwing(Json.MalformedException.class, IllegalArgumentException.class)
                .run(300, 10_000);
    }

    private static List<byte[]> samples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../routes"))) {
            return files.filter(file -> file.toString().endsWith(".shared.json"))
                    .sorted()
                    .map(JsonFuzzTest::read)
                    .toList();
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
