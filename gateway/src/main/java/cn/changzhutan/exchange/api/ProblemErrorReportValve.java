package cn.changzhutan.exchange.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.slf4j.LoggerFactory;

/**
 * The container's answer to what never becomes a request (bad request line, illegal characters, oversized headers): a problem like any
 * other, without the container's name, version or stack trace. Public, because the container makes it by its name.
 */
public final class ProblemErrorReportValve extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String id = UUID.randomUUID().toString();
        ApiProblem problem = StatusProblems.of(response.getStatus());
        LoggerFactory.getLogger(RequestFilter.ACCESS)
                .atInfo()
                .addKeyValue(Requests.MDC_REQUEST, id)
                .addKeyValue("http.response.status_code", problem.code().status())
                .addKeyValue("client.address", request.getRemoteAddr())
                .log("not a request");
        try {
            response.setStatus(problem.code().status());
            response.setContentType(ProblemBody.MEDIA_TYPE);
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.getReporter()
                    .write(new String(ApiJson.bytes(problem.body("urn:uuid:" + id)), StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException e) {
            // the caller has gone
            container.getLogger().trace("no answer could be written");
        }
    }
}
