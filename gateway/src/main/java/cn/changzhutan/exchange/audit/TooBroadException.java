package cn.changzhutan.exchange.audit;

/** A question that would take the database too long; a shorter time or one more term makes it answerable. */
public final class TooBroadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooBroadException() {
        super("the question takes too long", null, false, false);
    }
}
