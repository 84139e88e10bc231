package cn.changzhutan.exchange.api;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/**
 * The query of a call that reads a list.
 *
 * @param after a cursor that an earlier page gave, or "" for the beginning
 * @param limit items at most, 1 to 1000
 * @param patience how long the call may wait for the first item
 */
record Paging(String after, int limit, Duration patience) {
    private static final int DEFAULT = 100;
    private static final int MAX = 1000;
    private static final int MAX_WAIT_SECONDS = 30;

    static Paging of(HttpServletRequest request) {
        return of(QueryParameters.of(request, Set.of("after", "limit")), Duration.ZERO);
    }

    /** As {@link #of}, of a list for which a call may wait. */
    static Paging withWait(HttpServletRequest request) {
        QueryParameters query = QueryParameters.of(request, Set.of("after", "limit", "wait"));
        return of(query, Duration.ofSeconds(query.count("wait", 0, MAX_WAIT_SECONDS)));
    }

    private static Paging of(QueryParameters query, Duration patience) {
        String after = query.optional("after").orElse("");
        if (after.length() > 256) {
            throw noCursor();
        }
        return new Paging(after, query.count("limit", DEFAULT, MAX), patience);
    }

    /** @param source throws IllegalArgumentException if {@code after} is no cursor */
    <T> T page(Function<String, T> source) {
        try {
            return source.apply(after);
        } catch (IllegalArgumentException e) {
            throw noCursor();
        }
    }

    private static ApiProblem noCursor() {
        return QueryParameters.invalid("after", "the next of an earlier page", "上一页返回的 next");
    }
}
