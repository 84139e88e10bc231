package cn.changzhutan.exchange.mapping;

import cn.changzhutan.exchange.Problem;

/**
 * A valid record that the receiving city's form cannot express (a control character in XML, a mapping that fails on it). Trying
 * again does not help: the record goes back to its sender. Nothing of the content stands in the message or the problem.
 */
public final class UnmappableException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    UnmappableException(Problem problem) {
        super(problem.code() + " at " + (problem.pointer().isEmpty() ? "the whole record" : problem.pointer()));
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
