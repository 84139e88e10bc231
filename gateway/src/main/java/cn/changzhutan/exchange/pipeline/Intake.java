package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.Submission;
import java.util.List;

/**
 * The door for submissions. An interface because what stands behind it is a Camel route, which the HTTP side must not know.
 * Thread-safe.
 */
public interface Intake {
    /**
     * Takes each submission through map, authorise and seal; returns after the group commits that hold them are durable.
     *
     * @return one answer a submission, in their order; each stands for itself
     * @throws OverCapacityException nothing was taken: try later
     * @throws LogUnavailableException the log could not commit; what was not answered may be sent again with the same message id
     */
    List<Answer> submit(List<Submission> submissions);
}
