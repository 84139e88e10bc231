package cn.changzhutan.exchange.routes;

import java.io.IOException;

/** A back office answered with more than the gateway is willing to read. */
final class AnswerTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    AnswerTooLargeException(long limit) {
        super("answer of more than " + limit + " bytes");
    }
}
