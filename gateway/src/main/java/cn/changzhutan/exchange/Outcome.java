package cn.changzhutan.exchange;

import java.util.function.Function;

/** What a step gives: the type for the next step, or the refusal that ends the walk. */
public sealed interface Outcome<T> {
    record Passed<T>(T value) implements Outcome<T> {}

    record Refused<T>(Refusal refusal) implements Outcome<T> {}

    static <T> Outcome<T> passed(T value) {
        return new Passed<>(value);
    }

    static <T> Outcome<T> refused(Refusal refusal) {
        return new Refused<>(refusal);
    }

    /** The next step, if this one passed. */
    default <R> Outcome<R> then(Function<? super T, Outcome<R>> step) {
        if (this instanceof Passed<T> passed) {
            return step.apply(passed.value());
        }
        return new Refused<>(((Refused<T>) this).refusal());
    }
}
