package cn.changzhutan.exchange.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Set;

/** What every JSON body is held to: an object with known members only. */
final class JsonBody {
    private JsonBody() {}

    /** @param at JSON Pointer of the object @throws ApiProblem BODY_MALFORMED if it is none, or has another member */
    static void members(JsonNode object, String at, Set<String> known) {
        String names = String.join(", ", known.stream().sorted().toList());
        if (!object.isObject()) {
            throw malformed(at, "an object with " + names, "含 " + names + " 的对象");
        }
        for (Iterator<String> i = object.fieldNames(); i.hasNext(); ) {
            if (!known.contains(i.next())) {
                throw malformed(at, "no other members than " + names, "不得有 " + names + " 以外的成员");
            }
        }
    }

    /** @param at JSON Pointer of what is not as expected */
    static ApiProblem malformed(String at, String expected, String expectedZh) {
        return ApiProblem.of(
                ProblemCode.BODY_MALFORMED, at, "the body (expected: " + expected + ")", "请求体(应为: " + expectedZh + ")");
    }
}
