package cn.changzhutan.exchange.mapping;

import cn.changzhutan.exchange.CanonicalJson;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Problem;
import cn.changzhutan.exchange.chaos.Fuzz;
import cn.changzhutan.exchange.mapping.RouteFolders.RouteFolder;
import cn.changzhutan.exchange.mapping.RouteFolders.Sample;
import cn.changzhutan.exchange.schema.RecordSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every route with documents that were spoiled: refused with problems that name no person, or mapped and valid; and what is valid can
 * be sealed, and be written by every city or be refused by its form.
 */
@Tag("chaos")
class RoutesFuzzTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private static final List<RouteFolder> ALL = RouteFolders.all();
    private static final int PIECES = 20;

    static Stream<RouteFolder> routes() {
        return ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void nativeForm_isRefusedWithoutAPerson_orValid(RouteFolder route) {
        Fuzz.of("map " + route, document -> said(mapped(route, document)))
                .samples(route.samples().stream().map(Sample::nativeForm).toList())
                .in(charset(route))
                .run(150, 3_000);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void documentOfMany_isSplitIntoWhatCanBeRead_orRefused(RouteFolder route) {
        List<JsonNode> shared = route.samples().stream()
                .map(sample -> Json.parse(sample.shared()))
                .toList();
        Fuzz.of("split " + route, document -> {
                    List<Problem> problems = new ArrayList<>();
                    try {
                        List<byte[]> pieces = route.mapping().split(document);
                        for (byte[] piece : pieces.subList(0, Math.min(PIECES, pieces.size()))) {
                            problems.addAll(mapped(route, piece));
                        }
                    } catch (MalformedException e) {
                        problems.addAll(e.problems());
                        problems.add(new Problem("MESSAGE", "", String.valueOf(e), ""));
                    }
                    return said(problems);
                })
                .samples(route.mapping().fromSharedAll(shared))
                .in(charset(route))
                .run(60, 1_000);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void sharedForm_isRefusedWithoutAPerson_orWrittenByEveryCity(RouteFolder route) {
        Fuzz.of("shared " + route, document -> {
                    JsonNode record = Json.parse(document);
                    List<Problem> problems = new ArrayList<>(schema(route).validate(record, TODAY));
                    if (problems.isEmpty()) {
                        valid(route, record, problems);
                    }
                    return said(problems);
                })
                .samples(route.samples().stream().map(Sample::shared).toList())
                .throwing(Json.MalformedException.class)
                .run(60, 1_000);
    }

    /** As the outbound pipeline does it. */
    private static List<Problem> mapped(RouteFolder route, byte[] document) {
        Outcome<Mapping.Draft> outcome = route.mapping().draft(document);
        if (outcome instanceof Outcome.Refused<Mapping.Draft> refused) {
            return refused.refusal().problems();
        }
        Mapping.Draft draft = ((Outcome.Passed<Mapping.Draft>) outcome).value();
        List<Problem> problems = new ArrayList<>(draft.problems());
        problems.addAll(schema(route).validate(draft.shared(), TODAY));
        if (problems.isEmpty()) {
            valid(route, draft.shared(), problems);
        }
        return problems;
    }

    /** A valid record has a canonical form and can go to every city, or the city's form says why it cannot. */
    private static void valid(RouteFolder route, JsonNode record, List<Problem> problems) {
        CanonicalJson.write(record);
        schema(route).persons(record);
        for (RouteFolder receiver : ALL) {
            if (receiver.type().equals(route.type())) {
                try {
                    receiver.mapping().fromShared(record);
                } catch (UnmappableException e) {
                    problems.add(e.problem());
                    problems.add(new Problem("MESSAGE", "", String.valueOf(e), ""));
                }
            }
        }
    }

    private static RecordSchema schema(RouteFolder route) {
        return RouteFolders.SCHEMAS.find(route.type()).orElseThrow();
    }

    private static Charset charset(RouteFolder route) {
        return route.mapping().mediaType().contains("GB18030") ? Charset.forName("GB18030") : StandardCharsets.UTF_8;
    }

    private static String said(List<Problem> problems) {
        return problems.toString();
    }
}
