package cn.changzhutan.exchange.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.Semaphore;

/**
 * Reads request bodies whole: never more than the limit of the call, never more at once than the budget of the process, so that many
 * large calls end in 429 and not in an exhausted heap. Thread-safe.
 */
final class BodyReader {
    private static final int STEP = 1 << 14;

    /** In steps of 16 KiB. */
    private final Semaphore budget;

    BodyReader(ApiLimits limits) {
        this.budget = new Semaphore(limits.heldBytes() / STEP + 1);
    }

    /** @param limit in bytes; also where the length is not announced. The caller closes the body when it is done with the bytes. */
    Body read(HttpServletRequest request, int limit) {
        String encoding = ExchangeHeaders.single(request, "Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw ApiProblem.of(
                    ProblemCode.ENCODING_UNSUPPORTED,
                    "Content-Encoding",
                    "send the body without Content-Encoding",
                    "请求体不得压缩或另行编码");
        }
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        Held held = new Held();
        try {
            long announced = request.getContentLengthLong();
            byte[] bytes = announced >= 0
                    ? readAnnounced(request.getInputStream(), (int) announced, held)
                    : readToEnd(request.getInputStream(), limit, held);
            if (bytes.length == 0) {
                throw ApiProblem.of(ProblemCode.BODY_MISSING, "", "send the record in the body", "请求体为空");
            }
            Body body = new Body(bytes, held::release);
            held = null;
            return body;
        } catch (SocketTimeoutException e) {
            throw ApiProblem.of(ProblemCode.REQUEST_TIMEOUT, "", "send the body without long pauses", "请求体传输超时");
        } catch (IOException e) {
            throw ApiProblem.of(
                    ProblemCode.BODY_MALFORMED,
                    "",
                    "the body ended early or is not framed as HTTP/1.1 wants it",
                    "请求体不完整或传输格式有误");
        } finally {
            if (held != null) {
                held.release();
            }
        }
    }

    private static byte[] readAnnounced(InputStream in, int length, Held held) throws IOException {
        held.take(length);
        byte[] bytes = new byte[length];
        if (in.readNBytes(bytes, 0, length) < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static byte[] readToEnd(InputStream in, int limit, Held held) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(STEP);
        byte[] step = new byte[STEP];
        while (true) {
            int read = in.readNBytes(step, 0, STEP);
            if (read == 0) {
                return out.toByteArray();
            }
            if (out.size() + read > limit) {
                throw tooLarge(limit);
            }
            held.take(read);
            out.write(step, 0, read);
        }
    }

    private static ApiProblem tooLarge(int limit) {
        return ApiProblem.of(
                ProblemCode.BODY_TOO_LARGE, "", "send at most " + limit + " bytes", "请求体不得超过 " + limit + " 字节");
    }

    /** What one call has taken from the budget. */
    private final class Held {
        private int steps;

        void take(int bytes) {
            int more = (bytes + STEP - 1) / STEP;
            if (!budget.tryAcquire(more)) {
                throw ApiProblem.of(
                        ProblemCode.OVER_CAPACITY, "", "too many large calls at once: try again", "同时处理的请求过多, 请稍后重试");
            }
            steps += more;
        }

        void release() {
            budget.release(steps);
            steps = 0;
        }
    }
}
