package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.store.Facts;
import java.util.Optional;

/**
 * A use of personal data of which the person is not told, because a law says so: all that is given must fit.
 *
 * @param legalReference the law, which is told
 */
public record HiddenUsage(
        Optional<String> kind, Optional<String> purpose, Optional<String> lawfulBasis, String legalReference) {
    /** @throws IllegalArgumentException if it would hide everything */
    public HiddenUsage {
        if (kind.isEmpty() && purpose.isEmpty() && lawfulBasis.isEmpty()) {
            throw new IllegalArgumentException("hidden usage (expected: kind, purpose or lawfulBasis)");
        }
    }

    boolean hides(Facts facts) {
        return kind.filter(value -> !value.equals(facts.kind())).isEmpty()
                && purpose.filter(value -> !value.equals(facts.purpose())).isEmpty()
                && lawfulBasis
                        .filter(value -> !value.equals(facts.lawfulBasis()))
                        .isEmpty();
    }
}
