package cn.changzhutan.exchange.pipeline;

/**
 * The cursor over what was sealed and is to be published: records, receipts and checkpoints. One process of a city holds it at a
 * time.
 */
public final class Outbox {
    /**
     * What comes next, at most about {@code limit} messages; empty if there is nothing. Calling it again without {@link #published}
     * gives the same again.
     */
    public Publication next(int limit) {
        throw new UnsupportedOperationException();
    }

    /** Moves the cursor: every message of this publication was acknowledged by the broker. Durable when it returns. */
    public void published(Publication publication) {
        throw new UnsupportedOperationException();
    }

    /** Waits until something new may be there, at most {@code millis}. */
    public void await(long millis) throws InterruptedException {
        throw new UnsupportedOperationException();
    }
}
