package cn.changzhutan.exchange.pipeline;

/** The exchange log cannot commit or refuses to sign; nothing is accepted until it can. HTTP answers 503. */
public final class LogUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LogUnavailableException(String what, Throwable cause) {
        super(what, cause);
    }
}
