package cn.changzhutan.exchange.pipeline;

/** More is waiting than the gateway may hold. Nothing of the call was taken; HTTP answers 429. */
public final class OverCapacityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OverCapacityException(String what) {
        super(what);
    }
}
