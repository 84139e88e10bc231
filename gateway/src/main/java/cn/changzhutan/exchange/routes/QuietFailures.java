package cn.changzhutan.exchange.routes;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a consumer's failure by its class alone: Camel's own handler would log the file's name, in which people put names. */
final class QuietFailures implements ExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(QuietFailures.class);

    @Override
    public void handleException(Throwable exception) {
        LOG.warn("file drop: will be tried again: {}", Causes.word(exception));
    }

    @Override
    public void handleException(String message, Throwable exception) {
        handleException(exception);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        handleException(exception);
    }
}
