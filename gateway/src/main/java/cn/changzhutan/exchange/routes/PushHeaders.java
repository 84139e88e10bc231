package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.pipeline.Delivery;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** The headers of a delivery, and the filter that lets no other out and nothing but the content type in. */
final class PushHeaders implements HeaderFilterStrategy {
    private static final Set<String> OUT = caseless(Set.of(
            "Exchange-Id",
            "Exchange-From",
            "Exchange-Kind",
            "Exchange-Type",
            "Exchange-Purpose",
            "Exchange-Source-Time"));

    /** What is known of an exchange, without personal data: stands in headers of a push and in the marker of a dropped file. */
    static Map<String, String> of(Delivery delivery) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Exchange-Id", delivery.exchange().toString());
        headers.put("Exchange-From", delivery.from().name());
        headers.put("Exchange-Kind", delivery.type().kind());
        headers.put("Exchange-Type", delivery.type().type());
        headers.put("Exchange-Purpose", delivery.purpose());
        headers.put("Exchange-Source-Time", delivery.sourceTime().toString());
        return headers;
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !OUT.contains(name);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !Exchange.CONTENT_TYPE.equalsIgnoreCase(name);
    }

    private static Set<String> caseless(Set<String> names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(names);
        return set;
    }
}
