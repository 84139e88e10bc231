package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.pipeline.ReturnReason;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The bodies of the inbox calls, read strictly: unknown members, repeats and wrong types are told with their place. */
final class InboxCalls {
    private static final int MAX = 1000;
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{1,63}");
    private static final int TEXT = 500;

    private InboxCalls() {}

    /** {@code {"exchanges": ["<id>", …]}}. */
    static List<ExchangeId> acknowledged(byte[] body) {
        List<ExchangeId> exchanges = new ArrayList<>();
        Set<ExchangeId> seen = new HashSet<>();
        JsonNode list = list(body, "exchanges");
        for (int i = 0; i < list.size(); i++) {
            exchanges.add(exchange(list.get(i), "/exchanges/" + i, seen));
        }
        return exchanges;
    }

    /** {@code {"returns": [{"exchange": "<id>", "code": "NOT_FOUND", "text": "…"}, …]}}, in the order of the call. */
    static Map<ExchangeId, ReturnReason> returned(byte[] body) {
        Map<ExchangeId, ReturnReason> returns = new LinkedHashMap<>();
        Set<ExchangeId> seen = new HashSet<>();
        JsonNode list = list(body, "returns");
        for (int i = 0; i < list.size(); i++) {
            String at = "/returns/" + i;
            JsonNode item = list.get(i);
            JsonBody.members(item, at, Set.of("exchange", "code", "text"));
            returns.put(
                    exchange(item.path("exchange"), at + "/exchange", seen),
                    new ReturnReason(code(item.path("code"), at + "/code"), text(item.path("text"), at + "/text")));
        }
        return returns;
    }

    private static JsonNode list(byte[] body, String name) {
        JsonNode call;
        try {
            call = Json.parse(body);
        } catch (Json.MalformedException e) {
            throw JsonBody.malformed("", "strict JSON in UTF-8", "严格的 UTF-8 JSON");
        }
        JsonBody.members(call, "", Set.of(name));
        JsonNode list = call.path(name);
        if (!list.isArray() || list.isEmpty() || list.size() > MAX) {
            throw JsonBody.malformed("/" + name, "an array of 1 to " + MAX + " items", "1 到 " + MAX + " 项的数组");
        }
        return list;
    }

    private static ExchangeId exchange(JsonNode id, String at, Set<ExchangeId> seen) {
        ExchangeId exchange;
        try {
            exchange = ExchangeId.parse(id.isTextual() ? id.textValue() : "");
        } catch (IllegalArgumentException e) {
            throw JsonBody.malformed(at, "an exchange id", "交换编号");
        }
        if (!seen.add(exchange)) {
            throw JsonBody.malformed(at, "each exchange once", "每个交换编号只写一次");
        }
        return exchange;
    }

    private static String code(JsonNode code, String at) {
        if (!code.isTextual() || !CODE.matcher(code.textValue()).matches()) {
            throw JsonBody.malformed(at, "2 to 64 characters of A-Z, 0-9, _", "2 到 64 个字符 A-Z 0-9 _");
        }
        return code.textValue();
    }

    private static String text(JsonNode text, String at) {
        if (!text.isTextual() || !PercentText.isPlain(text.textValue(), TEXT)) {
            throw JsonBody.malformed(
                    at, "the reason in 1 to " + TEXT + " printable characters", "1 到 " + TEXT + " 个可打印字符的退回原因");
        }
        return text.textValue();
    }
}
