package cn.changzhutan.exchange.mapping;

import cn.changzhutan.exchange.Problem;
import java.util.List;

/** A native document that cannot be read: the sender's fault. Neither the message nor the problems hold anything of the content. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    MalformedException(List<Problem> problems) {
        super(problems.get(0).code() + " at " + place(problems.get(0)));
        this.problems = List.copyOf(problems);
    }

    MalformedException(String code, String pointer, String hint, String hintZh) {
        this(List.of(new Problem(code, pointer, hint, hintZh)));
    }

    /** All that was found, at least one. */
    public List<Problem> problems() {
        return problems;
    }

    /** The first of the problems. */
    public Problem problem() {
        return problems.get(0);
    }

    private static String place(Problem problem) {
        return problem.pointer().isEmpty() ? "the whole document" : problem.pointer();
    }
}
