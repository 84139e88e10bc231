package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Role;
import cn.changzhutan.exchange.SystemName;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.MDC;

/** What the filters found out about a request, and what of it the log may say. */
final class Requests {
    /** MDC key of the exchange that a call is about. */
    static final String MDC_EXCHANGE = "exchange.id";

    static final String MDC_REQUEST = "http.request.id";
    private static final String CALLER = Requests.class.getName() + ".caller";
    private static final String ID = Requests.class.getName() + ".id";

    private Requests() {}

    static void identify(HttpServletRequest request, Caller caller) {
        request.setAttribute(CALLER, caller);
    }

    /** Whoever the token stands for; empty on an open path. */
    static Optional<Caller> identified(HttpServletRequest request) {
        return Optional.ofNullable((Caller) request.getAttribute(CALLER));
    }

    /** The back-office system that calls. @throws ApiProblem ROLE_NOT_ALLOWED if somebody else does */
    static SystemName caller(HttpServletRequest request) {
        return user(request, Role.SYSTEM).system();
    }

    /** Who calls, in one of these roles. @throws ApiProblem ROLE_NOT_ALLOWED if in another */
    static Caller user(HttpServletRequest request, Role... allowed) {
        return identified(request)
                .filter(caller -> List.of(allowed).contains(caller.role()))
                .orElseThrow(() -> {
                    String roles = Arrays.stream(allowed).map(Role::text).collect(Collectors.joining(", "));
                    return ApiProblem.of(
                            ProblemCode.ROLE_NOT_ALLOWED,
                            "Authorization",
                            "call this with a token of the role " + roles,
                            "请使用以下角色的令牌: " + roles);
                });
    }

    static void number(HttpServletRequest request, String id) {
        request.setAttribute(ID, id);
    }

    /** The {@code instance} of a problem: this one answer. */
    static String instance(HttpServletRequest request) {
        Object id = request.getAttribute(ID);
        return id == null ? "urn:uuid:00000000-0000-0000-0000-000000000000" : "urn:uuid:" + id;
    }

    /** The exchange that a path names, from now on named in the access log too; empty if it can be none. */
    static Optional<ExchangeId> exchange(String id) {
        try {
            ExchangeId exchange = ExchangeId.parse(id);
            about(exchange);
            return Optional.of(exchange);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static void about(ExchangeId exchange) {
        MDC.put(MDC_EXCHANGE, exchange.toString());
    }
}
