package cn.changzhutan.exchange.verify;

/** A file of a log cannot be read. The message says which and why, in a sentence. */
final class SourceException extends Exception {
    private static final long serialVersionUID = 1L;

    SourceException(String message) {
        super(message);
    }
}
