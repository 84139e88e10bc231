package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import java.util.List;
import java.util.Optional;

/**
 * 对账: a day's exchanges compared between two cities. An interface, because {@link Reconciler} needs a database and the tests of the
 * HTTP side do without one. Thread-safe.
 */
public interface Reconciliations {
    /** Items of a page at most. */
    int PAGE = 1000;

    /**
     * Compares the day with every other city now, and logs each result as RECONCILED.
     *
     * @throws cn.changzhutan.exchange.pipeline.LogUnavailableException if log or database cannot be used
     */
    List<Reconciliation> run(BusinessDay day);

    /** The newest result of the day with each other city; none where there was no run. */
    List<Reconciliation> latest(BusinessDay day);

    /** What did not agree in the newest run of the day with the city. */
    Reconciliation.Page mismatches(BusinessDay day, City peer, Optional<ExchangeId> after, int limit);

    /** This city's own statement, for the other city. */
    Statement statement(BusinessDay day, City peer);

    /** One line of it, by exchange id, after {@code after}. */
    List<StatementItem> items(BusinessDay day, City peer, Statement.Key key, Optional<ExchangeId> after, int limit);
}
