package cn.changzhutan.exchange.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.CanonicalJson;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.VerificationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeafTest {
    private static final Instant NOW = Instant.parse("2026-11-22T05:31:00.120Z");
    private static final City CITY = new City("xiangtan");

    private static void malformed(byte[] bytes) {
        assertThatThrownBy(() -> Leaf.parse(bytes))
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.code()).isEqualTo("LEAF_MALFORMED"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String acceptedText() {
        return new String(LogSamples.accepted().build().toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void bytes_arePinned() throws VerificationException {
        assertThat(LogSamples.accepted().build().toBytes()).isEqualTo(LogSamples.file("leaf-accepted.json"));
        assertThat(LogSamples.delivered().build().toBytes()).isEqualTo(LogSamples.file("leaf-delivered.json"));
        assertThat(Leaf.parse(LogSamples.file("leaf-accepted.json")))
                .isEqualTo(LogSamples.accepted().build());
        assertThat(Leaf.parse(LogSamples.file("leaf-delivered.json")))
                .isEqualTo(LogSamples.delivered().build());
    }

    @Test
    void bytes_areCanonicalJson() {
        for (Leaf leaf : List.of(
                LogSamples.accepted().build(),
                LogSamples.delivered().build(),
                Leaf.of(LogEvent.RECONCILED, NOW, CITY).build())) {
            assertThat(leaf.toBytes()).isEqualTo(CanonicalJson.write(Json.parse(leaf.toBytes())));
        }
    }

    @ParameterizedTest
    @EnumSource(LogEvent.class)
    void everyEvent_isReadBack(LogEvent event) throws VerificationException {
        LeafBuilder builder = event == LogEvent.ACCEPTED ? LogSamples.accepted() : Leaf.of(event, NOW, CITY);
        if (event.pointsToCounterpart()) {
            builder.exchange(ExchangeId.parse("019ab2c3-d4e5-7f60-8a1b-2c3d4e5f6071"))
                    .to(new City("zhuzhou"))
                    .type(new RecordType("medical", "EXAM_LAB_RESULT"))
                    .counterpart(new Counterpart(LogSamples.ORIGIN, 0, LogSamples.hash(1), 1, LogSamples.hash(2)));
        }
        if (event.needsOutcome()) {
            builder.outcome("CITIZEN_ID_CHECK_DIGIT");
        }
        Leaf leaf = builder.build();
        assertThat(Leaf.parse(leaf.toBytes())).isEqualTo(leaf);
    }

    @Test
    void everythingAtItsLongest_staysWithinTheBound() throws VerificationException {
        String digest = LogSamples.digest('f');
        Leaf leaf = Leaf.of(LogEvent.RETURNED, Instant.parse("9999-12-31T23:59:59.999Z"), new City("a".repeat(32)))
                .exchange(ExchangeId.parse("019ab2c3-d4e5-7f60-8a1b-2c3d4e5f6071"))
                .fromSystem(new SystemName("b".repeat(64)))
                .to(new City("c".repeat(32)))
                .toSystem(new SystemName("d".repeat(64)))
                .type(new RecordType("e".repeat(32), "F".repeat(48)))
                .schemaVersion("g".repeat(32))
                .mapping("h".repeat(128), digest)
                .agreement("i".repeat(80), digest)
                .fieldsDigest(digest)
                .purpose("J".repeat(48))
                .lawfulBasis("K".repeat(48))
                .revision(Long.MAX_VALUE)
                .outcome("L".repeat(64))
                .envelope("m".repeat(64), digest)
                .recordDigest(digest)
                .nativeDigest(digest)
                .commitments(new Commitments(
                        Collections.nCopies(Commitments.MAX_PERSONS, digest),
                        Optional.of(digest),
                        Optional.of(digest),
                        Optional.of(digest)))
                .counterpart(new Counterpart(
                        "n".repeat(128),
                        Long.MAX_VALUE - 1,
                        LogSamples.hash(0xff),
                        Long.MAX_VALUE,
                        LogSamples.hash(0xff)))
                .build();
        assertThat(leaf.toBytes()).hasSizeLessThanOrEqualTo(Leaf.MAX_BYTES);
        assertThat(Leaf.parse(leaf.toBytes())).isEqualTo(leaf);
    }

    @Test
    void time_isCutToMilliseconds() throws VerificationException {
        Leaf leaf = Leaf.of(LogEvent.RECONCILED, Instant.parse("2026-11-22T05:31:00.120999Z"), CITY)
                .build();
        assertThat(leaf.time()).isEqualTo(NOW);
        assertThat(new String(leaf.toBytes(), StandardCharsets.UTF_8))
                .contains("\"time\":\"2026-11-22T05:31:00.120Z\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"time\":\"2026-11-22T05:31:00.120Z\" | \"time\":\"2026-11-22T05:31:00.12Z\"",
                "\"time\":\"2026-11-22T05:31:00.120Z\" | \"time\":\"2026-11-22T13:31:00.120+08:00\"",
                "\"time\":\"2026-11-22T05:31:00.120Z\" | \"time\":\"2026-11-22T05:31:00.120001Z\"",
                "\"time\":\"2026-11-22T05:31:00.120Z\" | \"time\":\"2026-11-31T05:31:00.120Z\"",
                "\"time\":\"2026-11-22T05:31:00.120Z\" | \"time\":\"+12026-11-22T05:31:00.120Z\"",
                "\"time\":\"2026-11-22T05:31:00.120Z\" | \"time\":1",
                "\"version\":1 | \"version\":2",
                "\"version\":1 | \"version\":1.0",
                "\"version\":1 | \"version\":\"1\"",
                "\"version\":1 | \"version\":4294967297",
                ",\"version\":1 | ''",
                "\"version\":1} | \"version\":1,\"x\":1}",
                "\"revision\":\"7\" | \"revision\":7",
                "\"revision\":\"7\" | \"revision\":\"07\"",
                "\"revision\":\"7\" | \"revision\":\"+7\"",
                "\"revision\":\"7\" | \"revision\":\"-7\"",
                "\"revision\":\"7\" | \"revision\":\"9223372036854775808\"",
                "\"revision\":\"7\" | \"revision\":\"18446744073709551615\"",
                "\"revision\":\"7\" | \"revision\":null",
                "\"event\":\"ACCEPTED\" | \"event\":\"accepted\"",
                "\"event\":\"ACCEPTED\" | \"event\":\"INVENTED\"",
                "\"event\":\"ACCEPTED\" | \"event\":null",
                "\"exchangeId\":\"019ab2c3-d4e5-7f60 | \"exchangeId\":\"019AB2C3-d4e5-7f60",
                "\"exchangeId\":\"019ab2c3-d4e5-7f60 | \"exchangeId\":\"019ab2c3-d4e5-4f60",
                "\"fromCity\":\"changsha\" | \"fromCity\":\"zhuzhou\"",
                "\"fromCity\":\"changsha\" | \"fromCity\":\"长沙\"",
                "\"purpose\":\"PENSION_TRANSFER\" | \"purpose\":\"PENSION TRANSFER\"",
                "\"purpose\":\"PENSION_TRANSFER\" | \"purpose\":\"PENSION\\u005fTRANSFER\"",
                "\"purpose\":\"PENSION_TRANSFER\" | \"purpose\":\"\"",
                "\"kind\":\"pension\" | \"kind\":\"Pension\"",
                "\"kind\":\"pension\", | ''",
                ",\"type\":\"PARTICIPATION\" | ''",
                "\"persons\":[ | \"persons\":[1,",
                "\"commitments\":{ | \"commitments\":{\"x\":1,",
                "{\"agreementDigest\":\"2 | {\"agreementDigest\":\"A"
            })
    void anotherSpelling_isRefused(String part, String other) {
        String text = acceptedText();
        assertThat(text).contains(part);
        malformed(utf8(text.replace(part, other)));
    }

    @Test
    void anotherOrderOrARepeatedField_isRefused() {
        ObjectNode tree = (ObjectNode) Json.parse(utf8(acceptedText()));
        tree.set("agreementDigest", tree.remove("agreementDigest"));
        malformed(utf8(tree.toString()));
        malformed(utf8(acceptedText().replace("\"version\":1", "\"version\":1,\"version\":1")));
        malformed(utf8(acceptedText() + "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "1", "[]", "{}", "{\"version\":1}", "\"leaf\"", "[[[[", "{\"counterpart\":1}"})
    void whatIsNoLeaf_isRefused(String text) {
        malformed(utf8(text));
    }

    @Test
    void tooLong_isRefusedUnread() {
        malformed(utf8(" ".repeat(Leaf.MAX_BYTES + 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"index\":\"5\" | \"index\":\"8\"",
                "\"index\":\"5\" | \"index\":5",
                "\"index\":\"5\" | \"index\":\"05\"",
                "\"index\":\"5\" | \"index\":\"18446744073709551615\"",
                "\"size\":\"8\" | \"size\":\"0\"",
                "\"size\":\"8\" | \"size\":\"9223372036854775808\"",
                "\"leafHash\":\"0c | \"leafHash\":\"0C",
                "\"leafHash\":\"0c | \"leafHash\":\"",
                "\"root\":\"0d | \"root\":\"zz",
                "\"origin\":\"changsha | \"origin\":\"chang sha",
                "\"origin\":\"changsha.exchange.example/log\", | ''",
                "\"counterpart\":{ | \"counterpart\":{\"a\":1,"
            })
    void counterpartInAnotherSpelling_isRefused(String part, String other) {
        String text = new String(LogSamples.delivered().build().toBytes(), StandardCharsets.UTF_8);
        assertThat(text).contains(part);
        malformed(utf8(text.replace(part, other)));
    }

    @Test
    void acceptedLackingWhatItNeeds_cannotBeBuilt() {
        List<String> needed = List.of(
                "exchangeId",
                "fromSystem",
                "toCity",
                "kind",
                "schemaVersion",
                "mappingId",
                "mappingDigest",
                "agreementId",
                "agreementDigest",
                "fieldsDigest",
                "purpose",
                "lawfulBasis",
                "kekId",
                "envelopeDigest",
                "recordDigest");
        for (String field : needed) {
            ObjectNode tree = (ObjectNode) Json.parse(utf8(acceptedText()));
            tree.remove(field);
            if (field.equals("kind")) {
                tree.remove("type");
            }
            malformed(CanonicalJson.write(tree));
        }
        for (String field : List.of("toSystem", "revision", "nativeDigest", "commitments")) {
            ObjectNode tree = (ObjectNode) Json.parse(utf8(acceptedText()));
            tree.remove(field);
            assertThat(parses(CanonicalJson.write(tree))).as(field).isTrue();
        }
    }

    private static boolean parses(byte[] bytes) {
        try {
            Leaf.parse(bytes);
            return true;
        } catch (VerificationException e) {
            return false;
        }
    }

    @Test
    void fieldOutOfBounds_isNamed() {
        illegal(b -> b.purpose("x".repeat(49)), "purpose");
        illegal(b -> b.purpose("养老"), "purpose");
        illegal(b -> b.recordDigest("00"), "recordDigest");
        illegal(b -> b.nativeDigest(LogSamples.digest('F')), "nativeDigest");
        illegal(b -> b.revision(-1), "revision");
        illegal(b -> b.to(new City("changsha")), "another city");
        illegal(
                b -> b.counterpart(new Counterpart(LogSamples.ORIGIN, 0, LogSamples.hash(1), 1, LogSamples.hash(2))),
                "counterpart");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Leaf.of(LogEvent.REFUSED, NOW, CITY).build())
                .withMessageContaining("outcome");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogSamples.delivered()
                        .build()
                        .counterpart()
                        .map(c -> new Counterpart(c.origin(), 8, c.leafHash(), 8, c.root())));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Commitments(
                        Collections.nCopies(Commitments.MAX_PERSONS + 1, LogSamples.digest('0')),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .withMessageContaining("persons");
    }

    private static void illegal(Consumer<LeafBuilder> change, String named) {
        LeafBuilder builder = LogSamples.accepted();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    change.accept(builder);
                    builder.build();
                })
                .withMessageContaining(named);
    }
}
