package cn.changzhutan.exchange.store;

/** The database cannot be reached or is not one that this program can use. The message is a sentence without secrets. */
public final class DatabaseUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseUnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}
