package cn.changzhutan.exchange.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The query of a call, read strictly: known names only, each at most once. The container's own reading is never asked for: it drops
 * what it cannot decode and mixes in form bodies.
 */
final class QueryParameters {
    private final Map<String, String> values;

    private QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    static QueryParameters of(HttpServletRequest request, Set<String> known) {
        Map<String, String> values = new HashMap<>();
        String query = request.getQueryString();
        if (query != null && !query.isEmpty()) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                if (!known.contains(name)) {
                    throw ApiProblem.of(
                            ProblemCode.PARAMETER_UNKNOWN,
                            "",
                            "known query parameters: "
                                    + String.join(", ", known.stream().sorted().toList()),
                            "本接口的查询参数: "
                                    + String.join(", ", known.stream().sorted().toList()));
                }
                if (values.put(name, decode(equals < 0 ? "" : pair.substring(equals + 1))) != null) {
                    throw ApiProblem.of(
                            ProblemCode.PARAMETER_REPEATED,
                            name,
                            "give the query parameter " + name + " once",
                            "查询参数 " + name + " 只能出现一次");
                }
            }
        }
        return new QueryParameters(values);
    }

    private static String decode(String text) {
        return PercentText.decode(text.replace('+', ' '))
                .orElseThrow(() -> ApiProblem.of(
                        ProblemCode.PARAMETER_INVALID,
                        "",
                        "write the query in percent-encoded UTF-8",
                        "查询参数须为百分号编码的 UTF-8"));
    }

    String required(String name) {
        return optional(name)
                .orElseThrow(() -> ApiProblem.of(
                        ProblemCode.PARAMETER_MISSING, name, "give the query parameter " + name, "缺少查询参数 " + name));
    }

    /** Present and not empty. */
    Optional<String> optional(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** A whole number from 1 to {@code max}; {@code absent} if it is not given. */
    int count(String name, int absent, int max) {
        Optional<String> text = optional(name);
        if (text.isEmpty()) {
            return absent;
        }
        if (text.get().matches("[1-9][0-9]{0,8}")) {
            int count = Integer.parseInt(text.get());
            if (count <= max) {
                return count;
            }
        }
        throw invalid(name, "a whole number from 1 to " + max, "1 到 " + max + " 的整数");
    }

    static ApiProblem invalid(String name, String expected, String expectedZh) {
        return ApiProblem.of(
                ProblemCode.PARAMETER_INVALID,
                name,
                "query parameter " + name + " (expected: " + expected + ")",
                "查询参数 " + name + "(应为: " + expectedZh + ")");
    }
}
