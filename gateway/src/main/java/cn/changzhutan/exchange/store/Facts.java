package cn.changzhutan.exchange.store;

import java.util.Arrays;
import java.util.List;

/**
 * What the search index says of an entry and many entries have in common; "" where it does not apply. Nothing of it is personal.
 *
 * @param event name of the first event in this log: ACCEPTED where this city sent, RECEIVED where it received
 * @param city the other city of an exchange
 * @param system this city's own system
 * @param peerSystem the other city's system, where this log knows it
 * @param outcome OPEN, DELIVERED or RETURNED of an exchange; REFUSED of a refusal
 * @param code of a return or refusal, or what the leaf of another event has as outcome
 */
public record Facts(
        String event,
        String city,
        String system,
        String peerSystem,
        String kind,
        String type,
        String purpose,
        String lawfulBasis,
        String agreement,
        String outcome,
        String code) {
    /** The columns of {@code audit_class}, in the order of {@link #values}. */
    static final List<String> COLUMNS =
            Arrays.stream(Fact.values()).map(Fact::column).toList();

    List<String> values() {
        return Arrays.stream(Fact.values()).map(fact -> fact.of(this)).toList();
    }

    static Facts of(List<String> v) {
        return new Facts(
                v.get(0), v.get(1), v.get(2), v.get(3), v.get(4), v.get(5), v.get(6), v.get(7), v.get(8), v.get(9),
                v.get(10));
    }

    /** The same, ended. */
    public Facts ended(String newOutcome, String newCode) {
        return new Facts(
                event, city, system, peerSystem, kind, type, purpose, lawfulBasis, agreement, newOutcome, newCode);
    }
}
