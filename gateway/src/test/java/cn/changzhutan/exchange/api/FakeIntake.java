package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.pipeline.Answer;
import cn.changzhutan.exchange.pipeline.ExchangeState;
import cn.changzhutan.exchange.pipeline.Intake;
import cn.changzhutan.exchange.pipeline.Receipt;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Accepts everything and remembers it, unless told what to answer. */
final class FakeIntake implements Intake {
    final List<List<Submission>> groups = new ArrayList<>();
    Function<Submission, Answer> answer = FakeIntake::accepted;

    static Answer accepted(Submission submission) {
        return new Answer.Accepted(
                submission.to().stream().map(FakeIntake::receipt).toList(), false);
    }

    static Receipt receipt(City to) {
        return new Receipt(
                ExchangeId.next(Clock.systemUTC()), to, ExchangeState.ACCEPTED, "{\"event\":\"ACCEPTED\"}", "proof\n");
    }

    @Override
    public synchronized List<Answer> submit(List<Submission> submissions) {
        List<Answer> answers = submissions.stream().map(answer).toList();
        groups.add(submissions);
        return answers;
    }

    synchronized Submission only() {
        if (groups.size() != 1 || groups.get(0).size() != 1) {
            throw new AssertionError("expected one submission, got " + groups);
        }
        return groups.get(0).get(0);
    }

    synchronized List<Submission> all() {
        return groups.stream().flatMap(List::stream).toList();
    }

    synchronized void reset() {
        groups.clear();
        answer = FakeIntake::accepted;
    }
}
