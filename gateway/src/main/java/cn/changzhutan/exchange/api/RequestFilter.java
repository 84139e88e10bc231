package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Around every request: its number, the headers that every answer has, the last net under failures, and its one line in the access
 * log. The line names the pattern of the path and not the path, no query, no header, no body: none of them is trusted to be free of
 * a citizen's data.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestFilter extends OncePerRequestFilter {
    /** Name of the access log. */
    static final String ACCESS = "cn.changzhutan.exchange.access";

    private static final Logger LOG = LoggerFactory.getLogger(RequestFilter.class);
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        String id = UUID.randomUUID().toString();
        long start = System.nanoTime();
        Requests.number(request, id);
        MDC.put(Requests.MDC_REQUEST, id);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        boolean aborted = false;
        try {
            if (request.getMethod().equals("TRACE")) {
                // a servlet would answer with an echo of the headers, the token among them (RFC 9110 §9.3.8)
                ProblemWriter.write(request, response, StatusProblems.of(405));
            } else {
                chain.doFilter(request, response);
            }
        } catch (IOException e) {
            // writing failed: the caller has gone
            aborted = true;
        } catch (ServletException | RuntimeException e) {
            LOG.error("a request failed unexpectedly: {}", QuietStackTraces.text(e));
            ProblemWriter.write(request, response, Failures.internal());
        } finally {
            access(request, response, aborted, (System.nanoTime() - start) / 1_000_000);
            MDC.remove(Requests.MDC_EXCHANGE);
            MDC.remove(Requests.MDC_REQUEST);
        }
    }

    private static void access(HttpServletRequest request, HttpServletResponse response, boolean aborted, long millis) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        var line = LoggerFactory.getLogger(ACCESS)
                .atInfo()
                .addKeyValue("http.request.method", METHODS.contains(request.getMethod()) ? request.getMethod() : "?")
                .addKeyValue("http.route", pattern == null ? "-" : pattern.toString())
                .addKeyValue("http.response.status_code", response.getStatus())
                .addKeyValue("event.duration_ms", millis)
                .addKeyValue("client.address", request.getRemoteAddr());
        Optional<Caller> caller = Requests.identified(request);
        if (caller.isPresent()) {
            line = line.addKeyValue("exchange.caller", caller.get().name())
                    .addKeyValue("exchange.role", caller.get().role().text());
        }
        line.log(aborted ? "request, caller gone" : "request");
    }
}
