package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.pipeline.ErasureGround;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The body of an erasure request, read strictly: {@code {"exchanges": ["<id>", …], "ground": "…"}} or
 * {@code {"person": {"idType": "…", "id": "…"}, "ground": "…"}}.
 *
 * @param idType "" where exchanges are named
 */
record ErasureCall(List<ExchangeId> exchanges, String idType, String id, ErasureGround ground) {
    private static final int MAX = 1000;

    static ErasureCall read(byte[] body) {
        JsonNode call;
        try {
            call = Json.parse(body);
        } catch (Json.MalformedException e) {
            throw JsonBody.malformed("", "strict JSON in UTF-8", "严格的 UTF-8 JSON");
        }
        JsonBody.members(call, "", call.has("person") ? Set.of("person", "ground") : Set.of("exchanges", "ground"));
        ErasureGround ground = ground(call.path("ground"));
        if (!call.has("person")) {
            return new ErasureCall(exchanges(call.path("exchanges")), "", "", ground);
        }
        JsonNode person = call.path("person");
        JsonBody.members(person, "/person", Set.of("idType", "id"));
        return new ErasureCall(List.of(), text(person, "idType"), text(person, "id"), ground);
    }

    private static ErasureGround ground(JsonNode ground) {
        for (ErasureGround each : ErasureGround.values()) {
            if (ground.isTextual() && each.name().equals(ground.textValue())) {
                return each;
            }
        }
        String known = Arrays.stream(ErasureGround.values()).map(Enum::name).collect(Collectors.joining(", "));
        throw JsonBody.malformed("/ground", "one of " + known, "其中之一: " + known);
    }

    private static List<ExchangeId> exchanges(JsonNode list) {
        if (!list.isArray() || list.isEmpty() || list.size() > MAX) {
            throw JsonBody.malformed(
                    "/exchanges", "an array of 1 to " + MAX + " exchange ids", "1 到 " + MAX + " 个交换编号的数组");
        }
        List<ExchangeId> exchanges = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            try {
                exchanges.add(
                        ExchangeId.parse(list.get(i).isTextual() ? list.get(i).textValue() : ""));
            } catch (IllegalArgumentException e) {
                throw JsonBody.malformed("/exchanges/" + i, "an exchange id", "交换编号");
            }
        }
        if (new HashSet<>(exchanges).size() < exchanges.size()) {
            throw JsonBody.malformed("/exchanges", "each exchange once", "每个交换编号只写一次");
        }
        return exchanges;
    }

    private static String text(JsonNode person, String name) {
        JsonNode value = person.path(name);
        if (!value.isTextual() || !PercentText.isPlain(value.textValue(), 64)) {
            throw JsonBody.malformed("/person/" + name, "1 to 64 printable characters", "1 到 64 个可打印字符");
        }
        return value.textValue();
    }

    @Override
    public String toString() {
        return "ErasureCall[" + ground + "]";
    }
}
