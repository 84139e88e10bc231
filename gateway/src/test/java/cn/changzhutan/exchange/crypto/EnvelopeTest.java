package cn.changzhutan.exchange.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.CanonicalJson;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.VerificationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final City CHANGSHA = new City("changsha");
    private static final City ZHUZHOU = new City("zhuzhou");
    private static final byte[] INSIDE = "{\"name\":\"𠮷䶮·买买提\"}".getBytes(UTF_8);
    private final CityKeys keys = Fixture.keys();
    private final EnvelopeSealer sealer = newSealer();
    private final EnvelopeOpener opener = new EnvelopeOpener(List.of(keys.kek()));
    private final ExchangeId id = ExchangeId.next(Clock.systemUTC());
    private final EnvelopeSealer.Sealed sealed = sealer.seal(id, CHANGSHA, ZHUZHOU, INSIDE);
    private final byte[] envelope = sealed.envelope();

    @Test
    void sealed_opensToTheSame() throws Exception {
        for (int length : new int[] {0, 1, 15, 16, 17, 1000, 100_000}) {
            byte[] inside = new byte[length];
            EnvelopeSealer.Sealed one = sealer.seal(id, CHANGSHA, ZHUZHOU, inside);
            EnvelopeOpener.Opened opened = opener.open(one.envelope());
            assertThat(opened.inside()).isEqualTo(inside);
            assertThat(opened.recordKey()).isEqualTo(one.recordKey());
            assertThat(opened.header())
                    .isEqualTo(
                            new EnvelopeHeader(id, CHANGSHA, ZHUZHOU, keys.kek().kekId()));
            assertThat(EnvelopeHeader.of(one.envelope())).isEqualTo(opened.header());
        }
    }

    @Test
    void longestContent_passesAndOneByteMoreDoesNot() throws Exception {
        byte[] longest = new byte[EnvelopeSealer.MAX_INSIDE];
        byte[] sealedLongest = sealer.seal(id, CHANGSHA, ZHUZHOU, longest).envelope();
        assertThat(opener.open(sealedLongest).inside()).hasSize(EnvelopeSealer.MAX_INSIDE);
        assertThatThrownBy(() -> sealer.seal(id, CHANGSHA, ZHUZHOU, new byte[EnvelopeSealer.MAX_INSIDE + 1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertRefused("ENVELOPE_TOO_LARGE", new byte[Envelope.MAX_BYTES + 1]);
    }

    @Test
    void bytes_areCanonicalJson() {
        assertThat(CanonicalJson.write(Json.parse(envelope))).isEqualTo(envelope);
    }

    /** By the words of the design, with none of the code under test. */
    @Test
    void recordKeyAndAdditionalData_areAsTheDesignSays() throws Exception {
        ObjectNode json = (ObjectNode) Json.parse(envelope);
        assertThat(json.size()).isEqualTo(9);
        byte[] iv = base64(json, "iv");
        byte[] ciphertext = base64(json, "ciphertext");
        byte[] contentKey = keys.kek().unwrap(base64(json, "wrappedKey"));
        json.remove(List.of("iv", "ciphertext"));
        HMac mac = new HMac(new SM3Digest());
        mac.init(new KeyParameter(contentKey));
        byte[] label = ("rec/v1\n" + id).getBytes(UTF_8);
        mac.update(label, 0, label.length);
        byte[] full = new byte[32];
        mac.doFinal(full, 0);
        byte[] recordKey = Arrays.copyOf(full, 16);
        assertThat(sealed.recordKey()).isEqualTo(recordKey);
        assertThat(Sm4Gcm.decrypt(recordKey, iv, CanonicalJson.write(json), ciphertext))
                .isEqualTo(INSIDE);
    }

    @Test
    void sameRecordTwice_hasAnotherIv() {
        byte[] again = sealer.seal(id, CHANGSHA, ZHUZHOU, INSIDE).envelope();
        assertThat(Json.parse(again).get("iv"))
                .isNotEqualTo(Json.parse(envelope).get("iv"));
        assertThat(Json.parse(again).get("wrappedKey"))
                .isEqualTo(Json.parse(envelope).get("wrappedKey"));
    }

    @Test
    void anyBitOfAnyByteChanged_isRefused() {
        for (int at = 0; at < envelope.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = envelope.clone();
                changed[at] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> opener.open(changed))
                        .as("byte %s, bit %s", at, bit)
                        .isInstanceOf(VerificationException.class);
            }
        }
    }

    @Test
    void anyByteMissingOrAdded_isRefused() {
        for (int at = 0; at < envelope.length; at++) {
            byte[] shorter = new byte[envelope.length - 1];
            System.arraycopy(envelope, 0, shorter, 0, at);
            System.arraycopy(envelope, at + 1, shorter, at, shorter.length - at);
            assertThatThrownBy(() -> opener.open(shorter)).isInstanceOf(VerificationException.class);
            byte[] cut = Arrays.copyOf(envelope, at);
            assertThatThrownBy(() -> opener.open(cut)).isInstanceOf(VerificationException.class);
        }
        assertRefused("ENVELOPE_MALFORMED", (text() + "\n").getBytes(UTF_8));
        assertRefused("ENVELOPE_MALFORMED", (" " + text()).getBytes(UTF_8));
    }

    @Test
    void unknownVersionSuiteAndKey_areNamed() {
        assertRefused("ENVELOPE_VERSION_UNKNOWN", text().replace("\"version\":1", "\"version\":2"));
        assertRefused("ENVELOPE_SUITE_UNKNOWN", text().replace("SM2-SM3-SM4-GCM", "SM2-SM3-SM4-CBC"));
        assertRefused("KEK_UNKNOWN", text().replace(keys.kek().kekId(), "sm2-0000000000000000"));
    }

    @Test
    void anotherFormOfTheSameFields_isRefused() {
        assertRefused("ENVELOPE_MALFORMED", text().replace("\"version\":1", "\"version\": 1"));
        assertRefused("ENVELOPE_MALFORMED", text().replace("\"version\":1", "\"version\":1.0"));
        assertRefused("ENVELOPE_MALFORMED", text().replace("\"to\":", "\"extra\":\"\",\"to\":"));
        assertRefused("ENVELOPE_MALFORMED", text().replace("changsha", "\\u0063hangsha"));
        assertRefused("ENVELOPE_MALFORMED", text().replace("changsha", "Changsha"));
        assertRefused(
                "ENVELOPE_MALFORMED",
                text().replace(id.toString(), id.toString().toUpperCase(java.util.Locale.ROOT)));
        assertRefused("ENVELOPE_MALFORMED", text().replace("sm2-", "SM2-"));
        assertRefused("ENVELOPE_MALFORMED", "{}");
        assertRefused("ENVELOPE_MALFORMED", "");
        assertRefused("ENVELOPE_MALFORMED", new byte[] {(byte) 0xff, (byte) 0xfe});
    }

    @Test
    void base64InAnotherSpelling_isRefused() {
        String iv = Json.parse(envelope).get("iv").textValue();
        assertRefused("ENVELOPE_MALFORMED", text().replace(iv, iv.substring(0, 12)));
        assertRefused("ENVELOPE_MALFORMED", text().replace(iv, ""));
        assertRefused("ENVELOPE_MALFORMED", text().replace(iv, iv.substring(0, 15) + "-"));
        String padded =
                new String(sealer.seal(id, CHANGSHA, ZHUZHOU, new byte[0]).envelope(), UTF_8);
        assertThat(padded).contains("==\",\"exchangeId");
        String without = padded.replace("==\",\"exchangeId", "\",\"exchangeId");
        assertRefused("ENVELOPE_MALFORMED", without);
    }

    @Test
    void partsOfAnotherEnvelope_doNotFit() {
        byte[] other = newSealer().seal(id, CHANGSHA, ZHUZHOU, INSIDE).envelope();
        for (String field : List.of("iv", "ciphertext", "wrappedKey")) {
            ObjectNode mixed = (ObjectNode) Json.parse(envelope);
            mixed.set(field, Json.parse(other).get(field));
            assertRefused("CIPHERTEXT_INVALID", CanonicalJson.write(mixed));
        }
        ObjectNode redirected = (ObjectNode) Json.parse(envelope);
        redirected.put("from", "xiangtan");
        assertRefused("CIPHERTEXT_INVALID", CanonicalJson.write(redirected));
        redirected = (ObjectNode) Json.parse(envelope);
        redirected.put("exchangeId", ExchangeId.next(Clock.systemUTC()).toString());
        assertRefused("CIPHERTEXT_INVALID", CanonicalJson.write(redirected));
    }

    @Test
    void recordKey_opensItsOwnEnvelopeOnly() throws Exception {
        ExchangeId otherId = ExchangeId.next(Clock.systemUTC());
        byte[] other = sealer.seal(otherId, CHANGSHA, ZHUZHOU, INSIDE).envelope();
        assertThat(EnvelopeOpener.openWithRecordKey(envelope, sealed.recordKey()))
                .isEqualTo(INSIDE);
        assertThatThrownBy(() -> EnvelopeOpener.openWithRecordKey(other, sealed.recordKey()))
                .isInstanceOf(VerificationException.class);
        assertThatThrownBy(() -> EnvelopeOpener.openWithRecordKey(envelope, new byte[15]))
                .isInstanceOf(VerificationException.class);
    }

    @Test
    void wrappedKeyOfAnotherLength_isRefused() {
        ObjectNode json = (ObjectNode) Json.parse(envelope);
        byte[] shortKey = Sm2Cipher.encrypt(Sm2.publicKey(keys.publicKeys().kek()), new byte[16], new SecureRandom());
        json.put("wrappedKey", Base64.getEncoder().encodeToString(shortKey));
        assertRefused("WRAPPED_KEY_INVALID", CanonicalJson.write(json));
    }

    @Test
    void contentKey_isUnwrappedOnceAndForgottenAfterManyOthers() throws Exception {
        AtomicInteger unwrapped = new AtomicInteger();
        EnvelopeOpener counting = new EnvelopeOpener(List.of(new KeyUnwrapper() {
            @Override
            public String kekId() {
                return keys.kek().kekId();
            }

            @Override
            public byte[] unwrap(byte[] wrapped) throws VerificationException {
                unwrapped.incrementAndGet();
                return keys.kek().unwrap(wrapped);
            }
        }));
        counting.open(envelope);
        counting.open(envelope);
        counting.open(sealer.seal(ExchangeId.next(Clock.systemUTC()), CHANGSHA, ZHUZHOU, INSIDE)
                .envelope());
        assertThat(unwrapped).hasValue(1);
        for (int i = 0; i < EnvelopeOpener.CACHED_KEYS; i++) {
            counting.open(newSealer().seal(id, CHANGSHA, ZHUZHOU, INSIDE).envelope());
        }
        assertThat(unwrapped).hasValue(1 + EnvelopeOpener.CACHED_KEYS);
        counting.open(envelope);
        assertThat(unwrapped).hasValue(2 + EnvelopeOpener.CACHED_KEYS);
    }

    @Test
    void toString_hidesKeysAndContent() throws Exception {
        assertThat(sealed.toString()).contains("redacted").doesNotContain(Arrays.toString(sealed.recordKey()));
        assertThat(opener.open(envelope).toString()).contains("redacted").doesNotContain("name");
    }

    private EnvelopeSealer newSealer() {
        return new EnvelopeSealer(city -> keys.payloadKeys().get(0), Clock.systemUTC());
    }

    private String text() {
        return new String(envelope, UTF_8);
    }

    private static byte[] base64(ObjectNode json, String field) {
        return Base64.getDecoder().decode(json.get(field).textValue());
    }

    private void assertRefused(String code, String text) {
        assertRefused(code, text.getBytes(UTF_8));
    }

    private void assertRefused(String code, byte[] bytes) {
        assertThatThrownBy(() -> opener.open(bytes))
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
