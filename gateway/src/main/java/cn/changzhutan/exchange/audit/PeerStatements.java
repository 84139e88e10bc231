package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import java.util.List;
import java.util.Optional;

/** The other cities' statements, asked for over the network. Thread-safe. */
public interface PeerStatements {
    /** The other city did not answer as it should; the message is a short stable word: {@code UNREACHABLE}, {@code HTTP_403}. */
    final class PeerUnavailableException extends Exception {
        private static final long serialVersionUID = 1L;

        public PeerUnavailableException(String word) {
            super(word);
        }

        public PeerUnavailableException(String word, Throwable cause) {
            super(word, cause);
        }
    }

    /** The peer's statement of its exchanges with this city. */
    Statement of(City peer, BusinessDay day) throws PeerUnavailableException;

    /**
     * One line of it, by exchange id.
     *
     * @param key as the peer sees it
     * @return at most as many as the peer gives at once, after {@code after}; none at the end
     */
    List<StatementItem> items(City peer, BusinessDay day, Statement.Key key, Optional<ExchangeId> after)
            throws PeerUnavailableException;
}
