package cn.changzhutan.exchange.routes;

/** The broker did not do what it was asked to; tried again later. */
final class BrokerCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerCallException(String what, Throwable cause) {
        super(what, cause);
    }
}
