package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.crypto.PublicKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What the tests of this package share: the pinned files under log/, and leaves as a gateway would write them. */
final class LogSamples {
    static final String ORIGIN = "changsha.exchange.example/log";

    private LogSamples() {}

    /** A pinned file, src/test/resources/log/. */
    static byte[] file(String name) {
        try (InputStream in = LogSamples.class.getResourceAsStream("/log/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        return new String(file(name), StandardCharsets.UTF_8);
    }

    /** The keys under which the pinned notes were signed; the private halves are gone. */
    static PublicKeys keys() {
        byte[][] keys = text("keys.txt")
                .lines()
                .map(line -> Base64.getDecoder().decode(line.substring(line.indexOf(' ') + 1)))
                .toArray(byte[][]::new);
        return new PublicKeys(keys[0], keys[1], keys[2]);
    }

    static String digest(char digit) {
        return String.valueOf(digit).repeat(64);
    }

    static byte[] hash(int filler) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) filler);
        return hash;
    }

    static LeafBuilder accepted() {
        return Leaf.of(LogEvent.ACCEPTED, Instant.parse("2026-11-22T05:31:00.120Z"), new City("changsha"))
                .exchange(ExchangeId.parse("019ab2c3-d4e5-7f60-8a1b-2c3d4e5f6071"))
                .fromSystem(new SystemName("changsha-pension"))
                .to(new City("zhuzhou"))
                .toSystem(new SystemName("zhuzhou-pension"))
                .type(new RecordType("pension", "PARTICIPATION"))
                .schemaVersion("v1")
                .mapping("changsha/pension/PARTICIPATION", digest('1'))
                .agreement("pension-changsha-zhuzhou-01", digest('2'))
                .fieldsDigest(digest('3'))
                .purpose("PENSION_TRANSFER")
                .lawfulBasis("STATUTORY_DUTY")
                .revision(7)
                .envelope("sm2-0123456789abcdef", digest('4'))
                .recordDigest(digest('5'))
                .nativeDigest(digest('6'))
                .commitments(new Commitments(
                        List.of(digest('7'), digest('8')),
                        Optional.of(digest('9')),
                        Optional.of(digest('a')),
                        Optional.of(digest('b'))));
    }

    static LeafBuilder delivered() {
        return Leaf.of(LogEvent.DELIVERED, Instant.parse("2026-11-22T05:31:02Z"), new City("changsha"))
                .exchange(ExchangeId.parse("019ab2c3-d4e5-7f60-8a1b-2c3d4e5f6071"))
                .to(new City("zhuzhou"))
                .type(new RecordType("pension", "PARTICIPATION"))
                .counterpart(new Counterpart(ORIGIN, 5, hash(0x0c), 8, hash(0x0d)));
    }
}
