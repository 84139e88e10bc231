package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Who calls (RFC 6750 §2.1, the header only). What is not named here as open needs a token, whether it exists or not, so that nobody
 * learns anything without one. Metrics are open on the loopback interface only, unless a proxy passed the call on: they count, and name
 * no person, but are nobody else's business.
 */
@Order(0)
class TokenFilter extends OncePerRequestFilter {
    private static final Set<String> OPEN = Set.of(
            "/openapi.yaml",
            "/log/checkpoint",
            WitnessController.ADD,
            "/log/cosigned",
            "/actuator/health",
            "/actuator/health/liveness",
            "/actuator/health/readiness");
    private static final String METRICS = "/actuator/prometheus";
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/-]{1,511}=*)");

    private final TokenDirectory tokens;

    TokenFilter(TokenDirectory tokens) {
        this.tokens = tokens;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // the path as it was sent: an alias of an open path is not open
        String path = request.getRequestURI();
        if (OPEN.contains(path) || isHashTile(path) || isWitnessed(path)) {
            chain.doFilter(request, response);
        } else if (path.equals(METRICS)) {
            metrics(request, response, chain);
        } else {
            Optional<Caller> caller = caller(request);
            if (caller.isEmpty()) {
                unauthenticated(request, response);
                return;
            }
            Requests.identify(request, caller.get());
            chain.doFilter(request, response);
        }
    }

    /** Hashes say nothing of what was hashed; everybody may check the tree. */
    private static boolean isHashTile(String path) {
        return path.startsWith(LogController.TILES)
                && TilePath.parse(path.substring(LogController.TILES.length()))
                        .filter(tile -> !tile.isEntries())
                        .isPresent();
    }

    /** What this city has seen of another's log, which that city signed for all to see. */
    private static boolean isWitnessed(String path) {
        return path.startsWith(WitnessController.CHECKPOINT)
                && path.substring(WitnessController.CHECKPOINT.length()).matches("[0-9a-f]{64}");
    }

    private Optional<Caller> caller(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders("Authorization"));
        if (headers.size() != 1) {
            return Optional.empty();
        }
        Matcher bearer = BEARER.matcher(headers.get(0).strip());
        return bearer.matches() ? tokens.callerOf(bearer.group(1)) : Optional.empty();
    }

    private static void unauthenticated(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean tried = request.getHeader("Authorization") != null;
        response.setHeader(
                "WWW-Authenticate",
                tried ? "Bearer realm=\"exchange\", error=\"invalid_token\"" : "Bearer realm=\"exchange\"");
        ProblemWriter.write(
                request,
                response,
                ApiProblem.of(
                        ProblemCode.UNAUTHENTICATED,
                        "Authorization",
                        "send Authorization: Bearer and a token that this gateway knows",
                        "请在 Authorization 请求头中携带本网关认可的令牌"));
    }

    private static void metrics(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isLoopback(request.getRemoteAddr())
                && request.getHeader("Forwarded") == null
                && request.getHeader("X-Forwarded-For") == null) {
            chain.doFilter(request, response);
            return;
        }
        ProblemWriter.write(
                request,
                response,
                ApiProblem.of(
                        ProblemCode.LOOPBACK_ONLY,
                        "",
                        "scrape the metrics from the gateway's own machine",
                        "指标只能在网关本机读取"));
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
