package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.audit.QueryException;
import cn.changzhutan.exchange.audit.TooBroadException;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import cn.changzhutan.exchange.pipeline.OverCapacityException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Turns whatever ends a call into its problem. What is written never comes from an exception's message. */
@RestControllerAdvice
class ApiExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ApiExceptionHandler.class);

    @ExceptionHandler
    void problem(ApiProblem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProblemWriter.write(request, response, problem);
    }

    @ExceptionHandler
    void full(OverCapacityException e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProblemWriter.write(request, response, Failures.overCapacity());
    }

    @ExceptionHandler
    void logDown(LogUnavailableException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        LOG.warn("the exchange log cannot commit: {}", e.getMessage());
        ProblemWriter.write(request, response, Failures.logUnavailable());
    }

    @ExceptionHandler
    void badQuery(QueryException e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProblemWriter.write(
                request,
                response,
                ApiProblem.of(
                        ProblemCode.BODY_MALFORMED,
                        e.pointer(),
                        "the body (expected: " + e.expected() + ")",
                        "请求体(应为: " + e.expectedZh() + ")"));
    }

    @ExceptionHandler
    void broadQuery(TooBroadException e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProblemWriter.write(
                request,
                response,
                ApiProblem.of(
                        ProblemCode.QUERY_TOO_BROAD,
                        "",
                        "ask for a shorter time or give one more term",
                        "请缩短时间范围或增加查询条件"));
    }

    @ExceptionHandler
    void method(HttpRequestMethodNotSupportedException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String[] supported = e.getSupportedMethods();
        if (supported != null) {
            response.setHeader("Allow", String.join(", ", supported));
        }
        ProblemWriter.write(request, response, StatusProblems.of(405));
    }

    @ExceptionHandler
    void notAcceptable(HttpMediaTypeNotAcceptableException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ProblemWriter.write(request, response, StatusProblems.of(406));
    }

    /** The caller has gone; nobody reads an answer. */
    @ExceptionHandler
    void gone(AsyncRequestNotUsableException e) {}

    @ExceptionHandler
    void other(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (e instanceof ErrorResponse known && known.getStatusCode().value() < 500) {
            ProblemWriter.write(
                    request, response, StatusProblems.of(known.getStatusCode().value()));
            return;
        }
        LOG.error("a call failed unexpectedly: {}", QuietStackTraces.text(e));
        ProblemWriter.write(request, response, Failures.internal());
    }
}
