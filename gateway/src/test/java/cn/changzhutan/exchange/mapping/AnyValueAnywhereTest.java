package cn.changzhutan.exchange.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.CanonicalJson;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Problem;
import cn.changzhutan.exchange.chaos.Markers;
import cn.changzhutan.exchange.mapping.RouteFolders.RouteFolder;
import cn.changzhutan.exchange.schema.RecordSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Well-formed records with a value of any kind in the place of another: bytes alone seldom come this far. */
class AnyValueAnywhereTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final List<RouteFolder> ALL = RouteFolders.all();

    @Provide
    static Arbitrary<JsonNode> values() {
        Arbitrary<JsonNode> texts = Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(40),
                        Arbitraries.of(
                                "", " ", "-", "\u0000", "\uFFFD", "١٢", "2024-02-30", "1e9", "%", "=1+1", Markers.ID),
                        Arbitraries.just(Markers.NAME))
                .map(NODES::textNode);
        Arbitrary<JsonNode> numbers = Arbitraries.oneOf(
                Arbitraries.bigDecimals().map(NODES::numberNode),
                Arbitraries.bigIntegers().map(NODES::numberNode),
                Arbitraries.of("1E+400", "1E-400", "-0.0", "0.10", "9007199254740993.5")
                        .map(text -> NODES.numberNode(new BigDecimal(text))),
                Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L)
                        .map(value -> NODES.numberNode(BigInteger.valueOf(value))));
        Arbitrary<JsonNode> plain = Arbitraries.oneOf(
                texts, numbers, Arbitraries.of(true, false).map(NODES::booleanNode), Arbitraries.of(NODES.nullNode()));
        return Arbitraries.oneOf(
                plain,
                Arbitraries.lazyOf(
                        () -> plain,
                        () -> plain.list().ofMaxSize(3).map(all -> {
                            ArrayNode array = NODES.arrayNode();
                            all.forEach(array::add);
                            return array;
                        }),
                        () -> plain.map(one -> NODES.objectNode().set("name", one))));
    }

    @Property(tries = 600)
    void inTheSharedForm(@ForAll("values") JsonNode value, @ForAll int which, @ForAll int where) {
        RouteFolder route = ALL.get(Math.floorMod(which, ALL.size()));
        JsonNode record = Json.parse(route.samples().get(0).shared());
        putSomewhere((ObjectNode) record, value, where);
        RecordSchema schema = RouteFolders.SCHEMAS.find(route.type()).orElseThrow();

        List<Problem> problems = schema.validate(record, TODAY);

        assertThat(Markers.in(problems.toString())).isEmpty();
        if (problems.isEmpty()) {
            CanonicalJson.write(record);
            schema.persons(record);
            for (RouteFolder receiver : ALL) {
                if (receiver.type().equals(route.type())) {
                    write(receiver, record);
                }
            }
        }
    }

    @Property(tries = 600)
    void inANativeFormOfJson(@ForAll("values") JsonNode value, @ForAll int which, @ForAll int where) {
        List<RouteFolder> json = ALL.stream()
                .filter(route -> route.mapping().fileExtension().equals("json"))
                .toList();
        RouteFolder route = json.get(Math.floorMod(which, json.size()));
        JsonNode document = Json.parse(route.samples().get(0).nativeForm());
        putSomewhere((ObjectNode) document, value, where);

        Outcome<Mapping.Draft> outcome =
                route.mapping().draft(document.toString().getBytes(StandardCharsets.UTF_8));

        List<Problem> problems = new ArrayList<>();
        if (outcome instanceof Outcome.Refused<Mapping.Draft> refused) {
            problems.addAll(refused.refusal().problems());
        } else {
            Mapping.Draft draft = ((Outcome.Passed<Mapping.Draft>) outcome).value();
            problems.addAll(draft.problems());
            problems.addAll(
                    RouteFolders.SCHEMAS.find(route.type()).orElseThrow().validate(draft.shared(), TODAY));
            if (problems.isEmpty()) {
                CanonicalJson.write(draft.shared());
            }
        }
        assertThat(Markers.in(problems.toString())).isEmpty();
    }

    private static void write(RouteFolder receiver, JsonNode record) {
        try {
            receiver.mapping().fromShared(record);
        } catch (UnmappableException e) {
            assertThat(Markers.in(e + " " + e.problem())).isEmpty();
        }
    }

    /** In place of one of all values, counted through. */
    private static void putSomewhere(ObjectNode record, JsonNode value, int where) {
        List<Runnable> places = new ArrayList<>();
        collect(record, value, places);
        places.get(Math.floorMod(where, places.size())).run();
    }

    private static void collect(JsonNode node, JsonNode value, List<Runnable> places) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(names(object))) {
                places.add(() -> object.set(name, value));
                collect(object.get(name), value, places);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                places.add(() -> array.set(at, value));
                collect(array.get(i), value, places);
            }
        }
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
