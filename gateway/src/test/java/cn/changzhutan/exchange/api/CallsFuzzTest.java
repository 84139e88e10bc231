package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.chaos.Fuzz;
import cn.changzhutan.exchange.chaos.Markers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

/** The parts of a call that the HTTP side reads itself: lines, headers, queries, addresses. */
@Tag("chaos")
class CallsFuzzTest {
    private static final SendingCall CALL = new SendingCall(
            new ApiSettings(new City("changsha"), Set.of(new City("zhuzhou")), ApiServer.LIMITS),
            new SystemName("changsha-pension"),
            new Destinations(ApiServer.pension(), List.of(new City("zhuzhou"))),
            new SendingRoutes.SendingRoute(
                    new SystemName("changsha-pension"), "application/json", document -> Outcome.passed(List.of())),
            new ExchangeHeaders("PENSION_TRANSFER", Optional.empty(), Markers.NAME, Optional.empty()));

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void linesOfABatch() {
        byte[] lines = utf8("""
                {"id":"m-1","record":{"citizenId":"%s","name":"%s","list":[1.50,{"a":"}"}]}}
                {"case":"案-2","record":{},"id":"m-2"}\r
                """.formatted(Markers.ID, Markers.NAME));
        Fuzz.of("NdjsonLines", body -> {
                    StringBuilder said = new StringBuilder();
                    List<int[]> found = NdjsonLines.find(body);
                    for (int[] line : found.subList(0, Math.min(200, found.size()))) {
                        BatchItem item = NdjsonLines.read(body, line, Submission.Form.NATIVE, CALL);
                        if (item instanceof BatchItem.Unreadable unreadable) {
                            said.append(unreadable.problem())
                                    .append(unreadable.problem().problems());
                        } else {
                            said.append(((BatchItem.Ready) item).submission().form());
                        }
                    }
                    return said.toString();
                })
                .samples(lines)
                .run(200, 5_000);
    }

    @Test
    void headers() {
        Fuzz.of("ExchangeHeaders", bytes -> {
                    MockHttpServletRequest request = new MockHttpServletRequest();
                    request.addHeader(ExchangeHeaders.PURPOSE, "PENSION_TRANSFER");
                    request.addHeader(ExchangeHeaders.OFFICER, latin1(bytes));
                    request.addHeader(ExchangeHeaders.KEY, latin1(bytes));
                    ExchangeHeaders.of(request);
                    ExchangeHeaders.key(request, 128);
                    return "";
                })
                .samples(utf8("%E7%8E%8B"), utf8("m-1"))
                .throwing(ApiProblem.class)
                .run(100, 3_000);
        Fuzz.of("MediaTypes", bytes -> {
                    MockHttpServletRequest request = new MockHttpServletRequest();
                    request.addHeader("Content-Type", latin1(bytes));
                    MediaTypes.ofBatch(request, "text/csv;charset=GB18030");
                    return "";
                })
                .samples(utf8("text/csv; charset=\"gb18030\"; header=present"))
                .throwing(ApiProblem.class)
                .run(100, 3_000);
    }

    @Test
    void queriesAndAddresses() {
        Fuzz.of("QueryParameters", bytes -> {
                    MockHttpServletRequest request = new MockHttpServletRequest();
                    request.setQueryString(latin1(bytes));
                    QueryParameters query = QueryParameters.of(request, Set.of("after", "limit", "kind"));
                    query.count("limit", 1, 1000);
                    return "";
                })
                .samples(utf8("after=%E7%8E%8B&limit=10&kind=a+b"))
                .throwing(ApiProblem.class)
                .run(100, 3_000);
        Fuzz.of("TilePath", bytes -> TilePath.parse(latin1(bytes)).toString())
                .samples(utf8("0/x001/x234/067.p/12"), utf8("entries/x001/234"))
                .run(100, 3_000);
        Fuzz.of("PercentText", bytes -> {
                    PercentText.decode(latin1(bytes)).ifPresent(text -> PercentText.isPlain(text, 128));
                    return "";
                })
                .samples(utf8("%E7%8E%8B%F0%A0%AE%B7 a"))
                .run(100, 3_000);
    }
}
