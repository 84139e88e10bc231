package cn.changzhutan.exchange.pipeline;

import java.util.List;

/**
 * What is to be published next, in log order. All of {@code checkpoints} must be acknowledged by the broker before any of
 * {@code messages} is sent, so that no receiver meets a record before the checkpoint it stands under.
 *
 * @param upTo the cursor after this publication: log size up to which everything is then published
 * @param checkpointSize size of the newest checkpoint among {@code checkpoints}; 0 if there is none
 */
public record Publication(List<Outgoing> checkpoints, List<Outgoing> messages, long upTo, long checkpointSize) {
    public boolean isEmpty() {
        return checkpoints.isEmpty() && messages.isEmpty();
    }
}
