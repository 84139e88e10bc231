package cn.changzhutan.exchange.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cn.changzhutan.exchange.CanonicalJson;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.mapping.RouteFolders.Refused;
import cn.changzhutan.exchange.mapping.RouteFolders.RouteFolder;
import cn.changzhutan.exchange.mapping.RouteFolders.Sample;
import cn.changzhutan.exchange.schema.RecordSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks every folder of routes/: what is found there must map both ways, whatever city or kind it is. */
class GoldenSamplesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 1, 1);

    static Stream<Sample> samples() {
        return RouteFolders.samples();
    }

    static Stream<Refused> refused() {
        return RouteFolders.all().stream().flatMap(route -> route.refused().stream());
    }

    static Stream<RouteFolder> routes() {
        return RouteFolders.all().stream();
    }

    private static String canonical(JsonNode node) {
        return new String(CanonicalJson.write(node), StandardCharsets.UTF_8);
    }

    private static String golden(Sample sample) {
        return canonical(Json.parse(sample.shared()));
    }

    /** The shared form in its canonical text, or the problems. */
    private static String mapped(RouteFolder route, byte[] document) {
        Outcome<JsonNode> outcome = route.mapping().toShared(document);
        return outcome instanceof Outcome.Passed<JsonNode> passed ? canonical(passed.value()) : outcome.toString();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void nativeForm_becomesTheSharedForm(Sample sample) {
        assertEquals(golden(sample), mapped(sample.route(), sample.nativeForm()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sharedForm_isValid(Sample sample) {
        RecordSchema schema = RouteFolders.SCHEMAS.find(sample.route().type()).orElseThrow();
        assertEquals(List.of(), schema.validate(Json.parse(sample.shared()), TODAY));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sharedForm_becomesWhatIsDelivered(Sample sample) {
        byte[] written = sample.route().mapping().fromShared(Json.parse(sample.shared()));
        if (sample.route().mapping().fileExtension().equals("json")) {
            assertEquals(Json.parse(sample.delivered()), Json.parse(written));
        } else {
            assertArrayEquals(sample.delivered(), written);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsDelivered_saysAllOfTheSharedForm(Sample sample) {
        assertEquals(golden(sample), mapped(sample.route(), sample.delivered()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void oneSampleFile_isCutIntoItsOneRecord(Sample sample) throws Exception {
        List<byte[]> records = sample.route().mapping().split(sample.nativeForm());
        assertEquals(1, records.size());
        assertEquals(golden(sample), mapped(sample.route(), records.get(0)));
    }

    /** An agreement may cut any field away: what is left must come over, and nothing may be made up for what is not. */
    @ParameterizedTest
    @MethodSource("samples")
    void anyFieldCutAway_leavesTheOthers(Sample sample) {
        RouteFolder route = sample.route();
        for (String field :
                RouteFolders.SCHEMAS.find(route.type()).orElseThrow().fields()) {
            JsonNode record = Json.parse(sample.shared());
            cut(record, field.split("/"), 0);
            String found = mapped(route, route.mapping().fromShared(record));
            // Rows whose common key was cut away cannot be joined again, and are not joined by guessing.
            if (!found.contains("NOT_ONE_RECORD")) {
                assertEquals(canonical(record), found, field);
            }
        }
    }

    private static void cut(JsonNode node, String[] path, int depth) {
        if (node.isArray()) {
            node.forEach(element -> cut(element, path, depth));
        } else if (node instanceof ObjectNode object && depth == path.length - 1) {
            object.remove(path[depth]);
        } else if (node.has(path[depth])) {
            cut(node.get(path[depth]), path, depth + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatMustBeRefused_isRefusedWithItsProblems(Refused sample) {
        Outcome<JsonNode> outcome = sample.route().mapping().toShared(RouteFolders.read(sample.file()));
        Refusal refusal = assertInstanceOf(Outcome.Refused.class, outcome).refusal();
        assertEquals(
                sample.problems(),
                refusal.problems().stream().map(TestFormats::shown).toList());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void manyRecords_goIntoOneDocument_andComeOutAgain(RouteFolder route) throws Exception {
        List<JsonNode> shared = new ArrayList<>();
        route.samples().forEach(sample -> shared.add(Json.parse(sample.shared())));
        List<byte[]> records = route.mapping().split(route.mapping().fromSharedAll(shared));
        assertEquals(shared.size(), records.size());
        for (int i = 0; i < shared.size(); i++) {
            assertEquals(canonical(shared.get(i)), mapped(route, records.get(i)));
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyFolder_hasSamples_withRareCharactersAndTheDot(RouteFolder route) {
        StringBuilder all = new StringBuilder();
        route.samples().forEach(sample -> all.append(new String(sample.shared(), StandardCharsets.UTF_8)));
        assertTrue(all.indexOf("𠮷") >= 0 && all.indexOf("䶮") >= 0 && all.indexOf("·") >= 0);
        assertFalse(route.mapping().digest().isEmpty());
    }
}
