package cn.changzhutan.exchange.routes;

/** The broker did not do what it was asked to; tried again later. */
final class BrokerCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String word;

    BrokerCallException(String what, Throwable cause) {
        super(what, cause);
        this.word = "";
    }

    /** @param word a short stable word for the health page, where the class of the cause does not say it */
    BrokerCallException(String what, String word) {
        super(what);
        this.word = word;
    }

    String word() {
        return word;
    }
}
