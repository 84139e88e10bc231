package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.chaos.Fuzz;
import cn.changzhutan.exchange.chaos.Markers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Envelopes, wrapped keys and signatures that were changed on the way: refused by the one exception, and nothing repeated of them. */
@Tag("chaos")
class CryptoFuzzTest {
    private static final int SHORT = 100;
    private static final int LONG = 4_000;
    private static final byte[] INSIDE = ("{\"name\":\"" + Markers.NAME + "\",\"citizenId\":\"" + Markers.ID + "\"}")
            .getBytes(StandardCharsets.UTF_8);
    private final CityKeys keys = Fixture.keys();
    private final ExchangeId id = ExchangeId.next(Clock.systemUTC());
    private final EnvelopeSealer.Sealed sealed = new EnvelopeSealer(
                    city -> new PayloadKey(keys.publicKeys().kek()), Clock.systemUTC())
            .seal(id, new City("changsha"), new City("zhuzhou"), INSIDE);

    @Test
    void envelopes() {
        Fuzz.spelling("EnvelopeReader", bytes -> EnvelopeReader.read(bytes).toBytes())
                .samples(sealed.envelope(), Fixture.bytes("envelope-v1.json"))
                .throwing(VerificationException.class)
                .run(SHORT, LONG);
        EnvelopeOpener opener = new EnvelopeOpener(List.of(keys.kek()));
        Fuzz.of("EnvelopeOpener", bytes -> opener.open(bytes).toString())
                .samples(sealed.envelope())
                .throwing(VerificationException.class)
                .run(SHORT, LONG);
    }

    @Test
    void wrappedKeys() {
        byte[] wrapped = Sm2Cipher.encrypt(Sm2.publicKey(keys.publicKeys().kek()), new byte[32], new SecureRandom());
        Fuzz.of("KeyUnwrapper", bytes -> {
                    keys.kek().unwrap(bytes);
                    return "";
                })
                .samples(wrapped)
                .throwing(VerificationException.class)
                .run(SHORT, LONG);
        ArchiveKey archive = new ArchiveKey(new byte[32]);
        Fuzz.of("ArchiveKey", bytes -> {
                    archive.unwrap(bytes, id);
                    return "";
                })
                .samples(archive.wrap(new byte[16], id))
                .throwing(VerificationException.class)
                .run(SHORT, LONG);
        SideBox box = new SideBox(new byte[32]);
        Fuzz.of("SideBox", bytes -> {
                    box.open("a", bytes);
                    return "";
                })
                .samples(box.seal("a", INSIDE))
                .throwing(VerificationException.class)
                .run(SHORT, LONG);
    }

    @Test
    void signatures() {
        byte[] message = INSIDE;
        Signer sm2 = keys.logSm2().get(0);
        Sm2Verifier sm2Verifier = new Sm2Verifier(sm2.publicKey());
        Fuzz.of("Sm2Verifier", bytes -> {
                    sm2Verifier.verify(message, bytes);
                    return "";
                })
                .samples(sm2.sign(message))
                .throwing(VerificationException.class)
                .run(SHORT, LONG);
        Signer ed25519 = keys.logEd25519().get(0);
        Ed25519Verifier ed25519Verifier = new Ed25519Verifier(ed25519.publicKey());
        Fuzz.of("Ed25519Verifier", bytes -> {
                    ed25519Verifier.verify(message, bytes);
                    return "";
                })
                .samples(ed25519.sign(message))
                .throwing(VerificationException.class)
                .run(SHORT, LONG);
    }

    @Test
    void publicKeys() {
        Fuzz.of("Sm2Verifier key", bytes -> {
                    new Sm2Verifier(bytes);
                    return "";
                })
                .samples(keys.publicKeys().sm2())
                .throwing(IllegalArgumentException.class)
                .run(SHORT, LONG);
        Fuzz.of("Ed25519Verifier key", bytes -> {
                    new Ed25519Verifier(bytes);
                    return "";
                })
                .samples(keys.publicKeys().ed25519())
                .throwing(IllegalArgumentException.class)
                .run(SHORT, LONG);
        Fuzz.of("CityKeys", bytes -> {
                    CityKeys.parse("keys", new String(bytes, StandardCharsets.US_ASCII), Path.of("no-such-folder"));
                    return "";
                })
                .samples(Fixture.bytes("city-keys-v1.txt"))
                .throwing(SettingsException.class)
                .run(SHORT / 4, LONG / 8);
    }
}
