package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.pipeline.Answer;
import cn.changzhutan.exchange.pipeline.Intake;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import cn.changzhutan.exchange.pipeline.OverCapacityException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Submits the rows of one dropped file, in groups and in order, and waits as long as the gateway cannot take them. */
final class DropRows {
    /** @param rowBytes the longest row, as a document of its own @param group rows that are submitted in one call */
    record Limits(long rowBytes, int group) {}

    private static final Logger LOG = LoggerFactory.getLogger(DropRows.class);

    private final City city;
    private final SystemName system;
    private final Intake intake;
    private final Limits limits;
    private final Backoff backoff;
    private final StopSignal stop;

    DropRows(City city, SystemName system, Intake intake, Limits limits, Backoff backoff, StopSignal stop) {
        this.city = city;
        this.system = system;
        this.intake = intake;
        this.limits = limits;
        this.backoff = backoff;
        this.stop = stop;
    }

    /** @throws LogUnavailableException if told to stop before all rows were answered */
    void submit(DropMarker marker, List<byte[]> documents, DropResult result) {
        for (int from = 0; from < documents.size(); from += limits.group()) {
            int to = Math.min(from + limits.group(), documents.size());
            submitGroup(marker, documents, from, to, result);
        }
    }

    private void submitGroup(DropMarker marker, List<byte[]> documents, int from, int to, DropResult result) {
        List<Submission> group = new ArrayList<>();
        for (int i = from; i < to; i++) {
            if (documents.get(i).length <= limits.rowBytes()) {
                group.add(submission(marker, i + 1, documents.get(i)));
            }
        }
        List<Answer> answers = group.isEmpty() ? List.of() : submitUntilAnswered(group);
        int next = 0;
        for (int i = from; i < to; i++) {
            boolean taken = documents.get(i).length <= limits.rowBytes();
            result.add(i + 1, taken ? answers.get(next++) : tooLarge());
        }
    }

    /** In this thread, so that no later file of the folder overtakes this one. */
    private List<Answer> submitUntilAnswered(List<Submission> group) {
        while (true) {
            try {
                List<Answer> answers = intake.submit(group);
                backoff.reset();
                return answers;
            } catch (OverCapacityException | LogUnavailableException e) {
                LOG.warn("file of {}: waiting: {}", system, Causes.word(e));
                if (!stop.pause(backoff.next())) {
                    throw new LogUnavailableException("stopping", e);
                }
            }
        }
    }

    private Answer tooLarge() {
        return new Answer.Refused(Refusal.of(
                Refusal.Stage.RECEIVE,
                "RECORD_TOO_LARGE",
                "",
                "at most " + limits.rowBytes() + " bytes a record",
                "单条记录过大"));
    }

    private Submission submission(DropMarker marker, int row, byte[] document) {
        return new Submission(
                city,
                system,
                marker.type(),
                marker.to(),
                marker.purpose(),
                marker.caseNumber(),
                marker.officer(),
                marker.onBehalfOf(),
                marker.messageId(row),
                Submission.Form.NATIVE,
                document);
    }
}
