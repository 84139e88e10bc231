package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Problem;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * A problem as RFC 9457 §3 has it, with two extensions: {@code code} and {@code problems}.
 *
 * @param instance names this one answer ({@code urn:uuid:} and the request id), never the exchange or the address called
 */
@JsonPropertyOrder({"type", "title", "status", "code", "detail", "instance", "problems"})
record ProblemBody(
        String type, String title, int status, String code, String detail, String instance, List<Problem> problems) {
    static final String MEDIA_TYPE = "application/problem+json";

    static ProblemBody of(ProblemCode code, String instance, List<Problem> problems) {
        String detail = problems.isEmpty() ? code.title() : problems.get(0).hint();
        if (problems.size() > 1) {
            detail = problems.size() + " problems; the first: " + detail;
        }
        return new ProblemBody(code.type(), code.title(), code.status(), code.name(), detail, instance, problems);
    }
}
