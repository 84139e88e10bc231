package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.SystemName;
import java.util.List;
import java.util.Map;

/** What was received and waits for its back office. Thread-safe; a record is given to one caller at a time. */
public final class Deliveries {
    /**
     * Claims the oldest deliverable records of a push system: of each ordering key only the oldest, none whose retry time has not
     * come. A claim ends with one of the three calls below, or with the process.
     */
    public List<Delivery> claim(SystemName system, int limit) {
        throw new UnsupportedOperationException();
    }

    /** The back office took them: DELIVERED is appended; durable when it returns. */
    public void delivered(List<ExchangeId> exchanges) {
        throw new UnsupportedOperationException();
    }

    /** The back office refused them for good: RETURNED is appended; durable when it returns. */
    public void returned(Map<ExchangeId, ReturnReason> exchanges) {
        throw new UnsupportedOperationException();
    }

    /**
     * The back office could not be reached or failed: each stays pending, holds back only its own key, and is offered again after a
     * backoff that doubles from 1 s to 5 min.
     *
     * @param cause a short stable word for logs and alarms ({@code HTTP_500}, {@code CONNECT}, {@code TIMEOUT}); no personal data
     */
    public void failed(List<ExchangeId> exchanges, String cause) {
        throw new UnsupportedOperationException();
    }

    /** Waits until something new may be there, at most {@code millis}. */
    public void await(long millis) throws InterruptedException {
        throw new UnsupportedOperationException();
    }
}
