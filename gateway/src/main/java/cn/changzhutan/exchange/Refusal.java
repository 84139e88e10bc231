package cn.changzhutan.exchange;

import java.util.List;

/**
 * The sender's fault, as a value: returned and logged, never retried.
 *
 * @param stage the step of the pipeline that refused
 * @param problems all that was found, at least one
 */
public record Refusal(Stage stage, List<Problem> problems) {
    /** The steps at which a record can be refused. */
    public enum Stage {
        RECEIVE,
        MAP,
        AUTHORISE,
        SEAL
    }

    public Refusal {
        problems = List.copyOf(problems);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a refusal without a problem");
        }
    }

    public static Refusal of(Stage stage, String code, String pointer, String hint, String hintZh) {
        return new Refusal(stage, List.of(new Problem(code, pointer, hint, hintZh)));
    }
}
