package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.pipeline.Answer;
import cn.changzhutan.exchange.pipeline.Intake;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import cn.changzhutan.exchange.pipeline.OverCapacityException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a batch in group by group and gives one result a record, in order. Once a group was not taken because the gateway was full or
 * the log could not commit, the later ones are not tried: the sender repeats those lines, and repeats are harmless.
 */
final class BatchRun {
    /** Records of one group: enough to fill a group commit, few enough to answer early. */
    private static final int GROUP = 256;

    private final Batch batch;
    private final Intake intake;
    private final String instance;
    private int next;
    private ApiProblem stopped;

    BatchRun(Batch batch, Intake intake, String instance) {
        this.batch = batch;
        this.intake = intake;
        this.instance = instance;
    }

    boolean hasNext() {
        return next < batch.size();
    }

    /**
     * The results of the next group.
     *
     * @throws OverCapacityException nothing of the whole batch was taken: only from the first group
     * @throws LogUnavailableException likewise
     */
    List<Answers.Line> next() {
        int from = next;
        next = Math.min(batch.size(), from + GROUP);
        List<BatchItem> items = new ArrayList<>(next - from);
        List<Submission> submissions = new ArrayList<>(next - from);
        for (int i = from; i < next; i++) {
            BatchItem item = batch.item().apply(i);
            items.add(item);
            if (item instanceof BatchItem.Ready ready) {
                submissions.add(ready.submission());
            }
        }
        return lines(from, items, submit(from, submissions));
    }

    /** Fewer answers than submissions, namely none, if the run is stopped. */
    private List<Answer> submit(int from, List<Submission> submissions) {
        if (submissions.isEmpty() || stopped != null) {
            return List.of();
        }
        try {
            return intake.submit(submissions);
        } catch (OverCapacityException e) {
            if (from == 0) {
                throw e;
            }
            stopped = Failures.overCapacity();
        } catch (LogUnavailableException e) {
            if (from == 0) {
                throw e;
            }
            stopped = Failures.logUnavailable();
        }
        return List.of();
    }

    private List<Answers.Line> lines(int from, List<BatchItem> items, List<Answer> answers) {
        List<Answers.Line> lines = new ArrayList<>(items.size());
        int answered = 0;
        for (int i = 0; i < items.size(); i++) {
            int line = from + i + 1;
            if (items.get(i) instanceof BatchItem.Unreadable unreadable) {
                lines.add(refused(line, unreadable.id(), unreadable.problem()));
                continue;
            }
            String id = ((BatchItem.Ready) items.get(i)).submission().messageId();
            if (stopped != null) {
                lines.add(refused(line, id, stopped));
            } else if (answers.get(answered++) instanceof Answer.Accepted accepted) {
                lines.add(Answers.Line.accepted(line, Answers.Accepted.of(id, accepted)));
            } else {
                lines.add(refused(line, id, Refusals.problem(((Answer.Refused) answers.get(answered - 1)).refusal())));
            }
        }
        return lines;
    }

    private Answers.Line refused(int line, String id, ApiProblem problem) {
        return Answers.Line.refused(line, id, problem.body(instance));
    }
}
