package cn.changzhutan.exchange.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes a problem as the whole answer. */
final class ProblemWriter {
    private ProblemWriter() {}

    static void write(HttpServletRequest request, HttpServletResponse response, ApiProblem problem) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(problem.code().status());
        if (problem.code().retryAfterSeconds() > 0) {
            response.setHeader("Retry-After", Integer.toString(problem.code().retryAfterSeconds()));
        }
        if (problem.code() == ProblemCode.BODY_TOO_LARGE) {
            // what is left of the body is not read: the connection cannot be used again
            response.setHeader("Connection", "close");
        }
        byte[] body = ApiJson.bytes(problem.body(Requests.instance(request)));
        response.setContentType(ProblemBody.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
