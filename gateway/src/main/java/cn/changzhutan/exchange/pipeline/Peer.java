package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.Policy;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Another city as this one knows it from its policy file, never from what a message says of itself.
 *
 * @param policy as it is now: keys are rotated while the gateway runs
 */
public record Peer(City city, Supplier<Policy> policy) {
    /** Of its log as it is now. */
    public String origin() {
        return policy.get().origin(city);
    }

    /**
     * Verifies a checkpoint of this city's log, or of its log of an ended epoch.
     *
     * @throws VerificationException as {@link Policy#verify}, and {@code ORIGIN_UNEXPECTED} for another city's log
     */
    public Checkpoint verify(String note) throws VerificationException {
        Policy now = policy.get();
        Checkpoint checkpoint = now.verify(note);
        if (!now.cityOf(checkpoint.origin()).equals(Optional.of(city))) {
            throw new VerificationException("ORIGIN_UNEXPECTED", "the checkpoint is of another city's log");
        }
        return checkpoint;
    }
}
