package cn.changzhutan.exchange.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files and messages that were written once must stay readable for ever: a failure here means a new version, not a new fixture. */
class PinnedFormatsTest {
    private static final ExchangeId ID = ExchangeId.parse("019aa7b2-8c00-7a11-8b22-0123456789ab");
    private static final byte[] ENVELOPE = Fixture.bytes("envelope-v1.json");
    private static final byte[] INSIDE = "{\"name\":\"𠮷䶮·买买提\"}".getBytes(UTF_8);
    private static final byte[] RECORD_KEY = hex("6c47ead9060eb6616d22341a0c0d1681");

    @Test
    void envelope_opens() throws Exception {
        EnvelopeOpener.Opened opened = new EnvelopeOpener(List.of(Fixture.keys().kek())).open(ENVELOPE);
        assertThat(opened.inside()).isEqualTo(INSIDE);
        assertThat(opened.header())
                .isEqualTo(new EnvelopeHeader(
                        ID,
                        new City("changsha"),
                        new City("zhuzhou"),
                        Fixture.keys().kek().kekId()));
        assertThat(opened.recordKey()).isEqualTo(RECORD_KEY);
        assertThat(EnvelopeOpener.openWithRecordKey(ENVELOPE, RECORD_KEY)).isEqualTo(INSIDE);
    }

    @Test
    void archivedRecordKey_isUnwrapped() throws Exception {
        ArchiveKey archive = new ArchiveKey(Fixture.keys().secret("archive"));
        assertThat(archive.unwrap(
                        hex(
                                "018df6a0b942cea1eda654d53029342f40546624c5e8c934e8ccf337b7c6a3890b4f3a98b1ac84cace9ce1ba3a"),
                        ID))
                .isEqualTo(RECORD_KEY);
    }

    @Test
    void publicKeysAndSecrets_followFromTheKeyFile() {
        CityKeys keys = Fixture.keys();
        assertThat(Base64.getEncoder().encodeToString(keys.publicKeys().ed25519()))
                .isEqualTo("usg3HDWJfzyHYv7Q0ol4CJb2o6h9ZFIsjIt9GkLqt3c=");
        assertThat(Base64.getEncoder().encodeToString(keys.publicKeys().sm2()))
                .isEqualTo("BALVNXIwbfobzJoC7KoLlT7eJnIIdju4iQSh6t5wmiokMvIgYK2pNV2bCaLoZyyaohgY7Fj+oHOsivG4yOglzdg=");
        assertThat(keys.payloadKeys().get(0))
                .hasToString(
                        "BOcZ3kxdrWuMiyf3EMi2VyEQqP2t9WWKT79maoT11l+/KihOqCP4t/1HHZu2YbnXh15UCjuaIhq/KhQzmePM+70=");
        assertThat(keys.kek().kekId()).isEqualTo("sm2-c9b4aa6013c70672");
        assertThat(Base64.getEncoder()
                        .encodeToString(keys.witnessEd25519().get(0).publicKey()))
                .isEqualTo("T0jxyewJaXyjolZGWVXv5cGvTUfzg7aYDO6l5AChiUQ=");
        assertThat(keys.secret("index"))
                .isEqualTo(hex("a3215dd43594cd345956af7aa3edbbf3febd40726bd6d04c38ba23cc277815a7"));
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
