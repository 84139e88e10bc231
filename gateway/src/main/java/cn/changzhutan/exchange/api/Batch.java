package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Submission;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The records of one batch, read one by one as they are needed.
 *
 * @param size number of records
 * @param item the record at a place counted from 0
 */
record Batch(int size, IntFunction<BatchItem> item) {

    static Batch lines(byte[] body, Submission.Form form, SendingCall call) {
        List<int[]> lines = NdjsonLines.find(body);
        check(lines.size(), call.settings().limits());
        return new Batch(lines.size(), i -> NdjsonLines.read(body, lines.get(i), form, call));
    }

    /** @param key id of the batch; a record's message id is the key, a slash, and its place counted from 1 */
    static Batch document(byte[] body, String key, SendingCall call) {
        Outcome<List<byte[]>> split = call.route().splitter().split(body);
        if (split instanceof Outcome.Refused<List<byte[]>> refused) {
            throw new ApiProblem(ProblemCode.BODY_MALFORMED, refused.refusal().problems());
        }
        List<byte[]> parts = ((Outcome.Passed<List<byte[]>>) split).value();
        ApiLimits limits = call.settings().limits();
        check(parts.size(), limits);
        return new Batch(parts.size(), i -> {
            String id = key + "/" + (i + 1);
            if (parts.get(i).length > limits.bodyBytes()) {
                return new BatchItem.Unreadable(id, tooLarge(limits.bodyBytes()));
            }
            return new BatchItem.Ready(call.submission(id, Optional.empty(), Submission.Form.NATIVE, parts.get(i)));
        });
    }

    static ApiProblem tooLarge(int limit) {
        return ApiProblem.of(
                ProblemCode.BODY_TOO_LARGE,
                "/record",
                "send at most " + limit + " bytes a record",
                "单条记录不得超过 " + limit + " 字节");
    }

    private static void check(int size, ApiLimits limits) {
        if (size == 0) {
            throw ApiProblem.of(ProblemCode.BODY_MISSING, "", "send at least one record", "至少发送一条记录");
        }
        if (size > limits.batchLines()) {
            throw ApiProblem.of(
                    ProblemCode.BATCH_TOO_LONG,
                    "",
                    "send at most " + limits.batchLines() + " records a batch",
                    "每批不得超过 " + limits.batchLines() + " 条记录");
        }
    }
}
