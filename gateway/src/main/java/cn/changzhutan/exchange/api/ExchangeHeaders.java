package cn.changzhutan.exchange.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.Optional;

/**
 * The headers that say who sends a record and why. They are the only headers of a call that travel on, each decoded and checked;
 * whatever else a caller sends ends here.
 *
 * @param purpose purpose code of use
 * @param caseNumber the case for which the record is shared
 * @param officer who sends it
 * @param onBehalfOf the body for which the officer acts, if another than the system's own
 */
record ExchangeHeaders(String purpose, Optional<String> caseNumber, String officer, Optional<String> onBehalfOf) {
    static final String KEY = "Idempotency-Key";
    static final String PURPOSE = "Exchange-Purpose";
    static final String CASE = "Exchange-Case";
    static final String OFFICER = "Exchange-Officer";
    static final String ON_BEHALF_OF = "Exchange-On-Behalf-Of";
    private static final int MAX = 128;

    static ExchangeHeaders of(HttpServletRequest request) {
        return new ExchangeHeaders(
                text(request, PURPOSE).orElseThrow(() -> missing(PURPOSE)),
                text(request, CASE),
                text(request, OFFICER).orElseThrow(() -> missing(OFFICER)),
                text(request, ON_BEHALF_OF));
    }

    /** The sender's own id of the message: 1 to {@code max} visible ASCII characters, taken as they are. */
    static String key(HttpServletRequest request, int max) {
        String key = single(request, KEY).orElseThrow(() -> missing(KEY));
        if (key.length() > max || !key.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw invalid(KEY, "1 to " + max + " visible ASCII characters", "1 到 " + max + " 个可见 ASCII 字符");
        }
        return key;
    }

    /** At most 128 printable characters, decoded; an empty one counts as absent. */
    static Optional<String> text(HttpServletRequest request, String name) {
        return single(request, name)
                .map(raw -> PercentText.decode(raw)
                        .filter(text -> PercentText.isPlain(text, MAX))
                        .orElseThrow(() -> invalid(
                                name,
                                "1 to " + MAX + " printable characters, percent-encoded UTF-8 where not ASCII",
                                "1 到 " + MAX + " 个可打印字符, 非 ASCII 字符用百分号编码的 UTF-8")));
    }

    /** The one value of a header; an empty one counts as absent. */
    static Optional<String> single(HttpServletRequest request, String name) {
        Enumeration<String> values = request.getHeaders(name);
        if (!values.hasMoreElements()) {
            return Optional.empty();
        }
        String value = values.nextElement();
        if (values.hasMoreElements()) {
            throw ApiProblem.of(
                    ProblemCode.HEADER_REPEATED, name, "send the header " + name + " once", "请求头 " + name + " 只能出现一次");
        }
        return Optional.of(value.strip()).filter(text -> !text.isEmpty());
    }

    private static ApiProblem missing(String name) {
        return ApiProblem.of(ProblemCode.HEADER_MISSING, name, "send the header " + name, "缺少请求头 " + name);
    }

    private static ApiProblem invalid(String name, String expected, String expectedZh) {
        return ApiProblem.of(
                ProblemCode.HEADER_INVALID,
                name,
                "header " + name + " (expected: " + expected + ")",
                "请求头 " + name + "(应为: " + expectedZh + ")");
    }
}
