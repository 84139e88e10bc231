package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SystemName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a back-office system may ask of its own exchanges. A system sees only what it sent or what is addressed to it. Thread-safe. */
public final class BackOffice {
    /**
     * One exchange as its sender or receiver sees it.
     *
     * @param messageId the sender's own id; "" at the receiver
     * @param returned why it was returned, if it was
     * @param leaf the city's first leaf of the exchange: ACCEPTED at the sender, RECEIVED at the receiver
     * @param proof inclusion proof of that leaf under the newest checkpoint, as C2SP tlog-proof
     */
    public record View(
            ExchangeId exchange,
            City from,
            City to,
            RecordType type,
            String messageId,
            ExchangeState state,
            Instant acceptedAt,
            Optional<Instant> closedAt,
            Optional<ReturnReason> returned,
            String leaf,
            String proof) {}

    /** One line of the outcomes: what became of what the system sent. */
    public record Closed(
            ExchangeId exchange,
            City to,
            RecordType type,
            String messageId,
            ExchangeState state,
            Instant closedAt,
            Optional<ReturnReason> returned) {}

    /** A page; {@code next} is the cursor for the following page and stays valid, also when the page is empty. */
    public record Page<T>(List<T> items, String next) {}

    /** What an acknowledgement did: DONE, ALREADY (the same before), CONFLICT (the other before), UNKNOWN. */
    public enum Effect {
        DONE,
        ALREADY,
        CONFLICT,
        UNKNOWN
    }

    public Optional<View> exchange(SystemName caller, ExchangeId exchange) {
        throw new UnsupportedOperationException();
    }

    /** @param after a cursor from an earlier page, or "" for the beginning; @throws IllegalArgumentException if it is no cursor */
    public Page<Closed> outcomes(SystemName caller, String after, int limit) {
        throw new UnsupportedOperationException();
    }

    /** What waits for a polling system; items stay until acknowledged or returned, of each ordering key the oldest only. */
    public Page<Delivery> inbox(SystemName caller, String after, int limit) {
        throw new UnsupportedOperationException();
    }

    /** Appends DELIVERED; durable when it returns. One effect an id, in order of the list. */
    public List<Effect> acknowledge(SystemName caller, List<ExchangeId> exchanges) {
        throw new UnsupportedOperationException();
    }

    /** Appends RETURNED; durable when it returns. */
    public Map<ExchangeId, Effect> giveBack(SystemName caller, Map<ExchangeId, ReturnReason> exchanges) {
        throw new UnsupportedOperationException();
    }
}
