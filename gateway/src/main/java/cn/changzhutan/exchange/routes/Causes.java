package cn.changzhutan.exchange.routes;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Short stable words for what went wrong: class names only, because a message may repeat what it read. */
final class Causes {
    private Causes() {}

    static String word(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            deepest = t;
            String known = known(t);
            if (!known.isEmpty()) {
                return known;
            }
        }
        String name = deepest.getClass().getSimpleName().replaceFirst("Exception$", "");
        return name.isEmpty()
                ? "ERROR"
                : name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    private static String known(Throwable failure) {
        if (failure instanceof BrokerCallException call && !call.word().isEmpty()) {
            return call.word();
        }
        if (failure instanceof AnswerTooLargeException) {
            return "ANSWER_TOO_LARGE";
        }
        if (failure instanceof InterruptedIOException || failure instanceof java.util.concurrent.TimeoutException) {
            return "TIMEOUT";
        }
        if (failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException) {
            return "CONNECT";
        }
        if (failure instanceof SSLException) {
            return "TLS";
        }
        return failure instanceof IOException && failure.getCause() == null ? "IO" : "";
    }
}
