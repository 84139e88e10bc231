package cn.changzhutan.exchange.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/**
 * The container's answer to what never becomes a request (bad request line, illegal characters, oversized headers): a problem like any
 * other, without the container's name, version or stack trace.
 */
public final class ProblemErrorReportValve extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        ProblemBody problem = StatusProblems.of(response.getStatus()).body("urn:uuid:" + UUID.randomUUID());
        try {
            response.setContentType(ProblemBody.MEDIA_TYPE);
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.getReporter().write(new String(ApiJson.bytes(problem), StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException e) {
            // the caller has gone
            container.getLogger().trace("no answer could be written", e);
        }
    }
}
