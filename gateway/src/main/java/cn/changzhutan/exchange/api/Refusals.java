package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Problem;
import cn.changzhutan.exchange.Refusal;
import java.util.List;
import java.util.Set;

/** What HTTP says to a refusal of the pipeline. */
final class Refusals {
    /** Codes of the mappings for content that could not be read at all, besides those that have MALFORMED in their name. */
    private static final Set<String> UNREADABLE = Set.of("WRONG_CHARSET", "XML_DTD");

    private Refusals() {}

    static ApiProblem problem(Refusal refusal) {
        return new ApiProblem(code(refusal), refusal.problems());
    }

    private static ProblemCode code(Refusal refusal) {
        if (has(refusal.problems(), ProblemCode.IDEMPOTENCY_CONFLICT.name())) {
            return ProblemCode.IDEMPOTENCY_CONFLICT;
        }
        return switch (refusal.stage()) {
            case RECEIVE -> ProblemCode.BODY_MALFORMED;
            case MAP -> isMalformed(refusal.problems()) ? ProblemCode.BODY_MALFORMED : ProblemCode.RECORD_REFUSED;
            case AUTHORISE -> ProblemCode.NOT_AUTHORISED;
            case SEAL -> ProblemCode.RECORD_REFUSED;
        };
    }

    /** A record that could not even be read is the request's fault (400), one that could is the content's (422). */
    private static boolean isMalformed(List<Problem> problems) {
        return problems.stream()
                .map(Problem::code)
                .anyMatch(code -> code.contains("MALFORMED") || UNREADABLE.contains(code));
    }

    private static boolean has(List<Problem> problems, String code) {
        return problems.stream().anyMatch(problem -> problem.code().equals(code));
    }
}
