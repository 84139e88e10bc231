package cn.changzhutan.exchange.local;

import java.util.concurrent.CompletableFuture;

/** A server that runs in a process of its own until it is stopped, or dies. */
public interface Running extends AutoCloseable {
    /** Completes when the process has ended, for whatever reason. */
    CompletableFuture<Void> ended();

    /** Stops it and waits until it has ended; a second call does nothing. */
    @Override
    void close();
}
