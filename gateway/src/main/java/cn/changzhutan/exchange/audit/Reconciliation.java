package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.store.ReconciliationStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of comparing a day with another city. {@code result} is canonical JSON; hex SM3 of it is the recordDigest of the RECONCILED
 * leaf at {@code logIndex}.
 */
public record Reconciliation(BusinessDay day, City peer, Outcome outcome, Instant at, long logIndex, String result) {
    /** The names stand in the log. */
    public enum Outcome {
        /** 平: every line agrees. */
        BALANCED,
        /** 不平: some line does not. */
        UNBALANCED,
        /** The other city could not be asked. */
        INCOMPLETE
    }

    /**
     * An exchange on which the cities do not agree.
     *
     * @param flow seen from this city
     * @param here state and amount in this city; empty if it does not know the exchange
     * @param there state and amount in the other city; empty if it does not know the exchange
     */
    public record Mismatch(
            ExchangeId exchange, Flow flow, RecordType type, Optional<String> here, Optional<String> there) {
        static Mismatch of(ReconciliationStore.Mismatch row) {
            return new Mismatch(
                    new ExchangeId(row.exchange()),
                    Flow.of(row.direction()),
                    new RecordType(row.kind(), row.type()),
                    Optional.ofNullable(row.here()),
                    Optional.ofNullable(row.there()));
        }

        ReconciliationStore.Mismatch row() {
            return new ReconciliationStore.Mismatch(
                    exchange.value(),
                    flow.direction(),
                    type.kind(),
                    type.type(),
                    here.orElse(null),
                    there.orElse(null));
        }
    }

    static Reconciliation of(ReconciliationStore.Run run) {
        return new Reconciliation(
                new BusinessDay(run.day()),
                new City(run.peer()),
                Outcome.valueOf(run.outcome()),
                run.at(),
                run.logIndex(),
                run.result());
    }

    /** A page of mismatches; {@code next} goes on where it ends. */
    public record Page(List<Mismatch> items, Optional<ExchangeId> next) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
