package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Problem;
import java.util.List;

/** A call that ends with a problem; thrown towards the one place that writes problems. Holds nothing of the record. */
final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ProblemCode code;
    private final transient List<Problem> problems;

    ApiProblem(ProblemCode code, List<Problem> problems) {
        super(code.name(), null, false, false);
        this.code = code;
        this.problems = List.copyOf(problems);
    }

    /** @param where a JSON Pointer, or the name of a header or parameter; "" for the whole */
    static ApiProblem of(ProblemCode code, String where, String hint, String hintZh) {
        return new ApiProblem(code, List.of(new Problem(code.name(), where, hint, hintZh)));
    }

    ProblemCode code() {
        return code;
    }

    List<Problem> problems() {
        return problems;
    }

    ProblemBody body(String instance) {
        return ProblemBody.of(code, instance, problems);
    }
}
