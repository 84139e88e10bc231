package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.audit.PeerStatements.PeerUnavailableException;
import cn.changzhutan.exchange.audit.Reconciliation.Mismatch;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Walks two lists of exchanges, both sorted by id, side by side, a page of each at a time. Used once, by one thread. */
final class MismatchFinder {
    /** Reads one side, page by page. */
    private abstract static class Side {
        private final Deque<StatementItem> page = new ArrayDeque<>();
        private Optional<ExchangeId> after = Optional.empty();
        private boolean ended;

        abstract List<StatementItem> next(Optional<ExchangeId> after) throws SQLException, PeerUnavailableException;

        StatementItem peek() throws SQLException, PeerUnavailableException {
            if (page.isEmpty() && !ended) {
                List<StatementItem> more = next(after);
                ended = more.isEmpty();
                if (!ended) {
                    page.addAll(more);
                    after = Optional.of(more.get(more.size() - 1).exchange());
                }
            }
            return page.peek();
        }

        void take() {
            page.poll();
        }
    }

    private final Statement.Key key;
    private final Side here;
    private final Side there;

    MismatchFinder(Statements statements, PeerStatements peers, Statement own, Statement.Key key, int pageSize) {
        this.key = key;
        this.here = new Side() {
            @Override
            List<StatementItem> next(Optional<ExchangeId> after) throws SQLException {
                return statements.items(own.peer(), own.day(), key, after, pageSize);
            }
        };
        this.there = new Side() {
            @Override
            List<StatementItem> next(Optional<ExchangeId> after) throws PeerUnavailableException {
                return peers.items(own.peer(), own.day(), key.seenFromThere(), after);
            }
        };
    }

    /** @return at most {@code limit} */
    List<Mismatch> find(int limit) throws SQLException, PeerUnavailableException {
        List<Mismatch> found = new ArrayList<>();
        while (found.size() < limit && (here.peek() != null || there.peek() != null)) {
            StatementItem ours = here.peek();
            StatementItem theirs = there.peek();
            int order = ours == null
                    ? 1
                    : theirs == null
                            ? -1
                            : ours.exchange()
                                    .toString()
                                    .compareTo(theirs.exchange().toString());
            if (order <= 0) {
                here.take();
            }
            if (order >= 0) {
                there.take();
            }
            if (order != 0 || !ours.agreesWith(theirs)) {
                found.add(new Mismatch(
                        (order <= 0 ? ours : theirs).exchange(),
                        key.flow(),
                        key.type(),
                        order <= 0 ? Optional.of(ours.text()) : Optional.empty(),
                        order >= 0 ? Optional.of(theirs.text()) : Optional.empty()));
            }
        }
        return found;
    }
}
