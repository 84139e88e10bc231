package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.store.ReconciliationStore;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * One exchange of a statement.
 *
 * @param state OPEN, DELIVERED or RETURNED
 * @param amount in yuan; empty where the type has none, and once erased
 */
public record StatementItem(ExchangeId exchange, String state, Optional<BigDecimal> amount, boolean erased) {
    static StatementItem of(ReconciliationStore.Item row) {
        return new StatementItem(
                new ExchangeId(row.exchange()), row.state(), Optional.ofNullable(row.amount()), row.erased());
    }

    boolean agreesWith(StatementItem other) {
        boolean sameAmount = Objects.equals(
                amount.map(BigDecimal::stripTrailingZeros), other.amount.map(BigDecimal::stripTrailingZeros));
        return state.equals(other.state) && (sameAmount || erased || other.erased);
    }

    /** As a mismatch shows it: {@code DELIVERED 6000.00}. */
    String text() {
        return amount.map(value -> state + " " + value.toPlainString()).orElse(state);
    }
}
