package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.SystemName;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.MDC;

/** What the filters found out about a request, and what of it the log may say. */
final class Requests {
    /** MDC key of the exchange that a call is about. */
    static final String MDC_EXCHANGE = "exchange.id";

    static final String MDC_REQUEST = "http.request.id";
    private static final String SYSTEM = Requests.class.getName() + ".system";
    private static final String ID = Requests.class.getName() + ".id";

    private Requests() {}

    static void identify(HttpServletRequest request, SystemName system) {
        request.setAttribute(SYSTEM, system);
    }

    /** The authenticated system; only behind the token filter. */
    static SystemName caller(HttpServletRequest request) {
        return (SystemName) request.getAttribute(SYSTEM);
    }

    static void number(HttpServletRequest request, String id) {
        request.setAttribute(ID, id);
    }

    /** The {@code instance} of a problem: this one answer. */
    static String instance(HttpServletRequest request) {
        Object id = request.getAttribute(ID);
        return id == null ? "urn:uuid:00000000-0000-0000-0000-000000000000" : "urn:uuid:" + id;
    }

    static void about(ExchangeId exchange) {
        MDC.put(MDC_EXCHANGE, exchange.toString());
    }
}
