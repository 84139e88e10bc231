package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.crypto.HmacSm3;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The key under which records keep their order: HMAC-SM3, under a secret of this city, of the sending city, the kind and the value
 * that route.yaml points to. A record without such a value is ordered with nothing but itself. Thread-safe.
 */
final class OrderingKey {
    private final HmacSm3 secret;

    /** @param secret 32 bytes, known to this city alone */
    OrderingKey(byte[] secret) {
        this.secret = new HmacSm3(secret);
    }

    /** @param fallback stands for the value where the record has none: the exchange id */
    byte[] of(RouteDefinition route, City from, JsonNode record, String fallback) {
        String value = fallback;
        for (String pointer : route.orderBy()) {
            List<String> found = new ArrayList<>();
            collect(record, pointer.substring(1).split("/", -1), 0, found);
            if (!found.isEmpty()) {
                value = pointer + "=" + Collections.min(found);
                break;
            }
        }
        return secret.of(
                (from + "\n" + route.type().kind() + "\n").getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8));
    }

    /** The record's revision where the route has one; null where order alone decides. */
    static Long revision(RouteDefinition route, JsonNode record) {
        if (route.revision().isEmpty()) {
            return null;
        }
        JsonNode revision = record.at(route.revision());
        return revision.isIntegralNumber() && revision.canConvertToLong() ? revision.longValue() : null;
    }

    private static void collect(JsonNode node, String[] segments, int at, List<String> found) {
        if (at == segments.length) {
            if (node.isValueNode() && !node.isNull()) {
                found.add(node.asText());
            }
        } else if (segments[at].equals("*")) {
            node.forEach(element -> collect(element, segments, at + 1, found));
        } else {
            collect(node.path(segments[at]), segments, at + 1, found);
        }
    }
}
