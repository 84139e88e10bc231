package cn.changzhutan.exchange.pipeline;

import java.util.List;

/** The inbound walk up to the inbox: observe checkpoints, open, receive. Thread-safe. */
public final class InboundPipeline {
    /** A peer's message that passed or failed the receiver's checks; opaque to the route. */
    public sealed interface Opened permits OpenedRecord, Quarantined, Held {}

    record OpenedRecord() implements Opened {}

    record Quarantined() implements Opened {}

    record Held() implements Opened {}

    /** The receiver's checks in order (design: section 2), without the database. */
    public List<Opened> open(List<Arrival> arrivals) {
        throw new UnsupportedOperationException();
    }

    /** Dedupe, RECEIVED, inbox, quarantine: one transaction under the log head. Durable when it returns; commit offsets after it. */
    public void receive(List<Opened> opened) {
        throw new UnsupportedOperationException();
    }

    /** Checkpoints of other cities, in order: signatures and consistency; persisted when it returns. */
    public void observe(List<Arrival> checkpoints) {
        throw new UnsupportedOperationException();
    }

    /** Another city asks for a consistency proof from a size that it knows. */
    public void answer(List<Arrival> asks) {
        throw new UnsupportedOperationException();
    }
}
