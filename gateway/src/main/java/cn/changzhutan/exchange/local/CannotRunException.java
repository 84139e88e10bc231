package cn.changzhutan.exchange.local;

/** Something on this machine stands in the way. The message is one sentence for the person who started the program. */
public final class CannotRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotRunException(String sentence) {
        super(sentence);
    }

    public CannotRunException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
