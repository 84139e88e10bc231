package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Role;
import cn.changzhutan.exchange.pipeline.PublicLog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The exchange log for everybody's tools: C2SP tlog-tiles below {@code /log}. Checkpoint and hash tiles are open to all; entries and
 * the list of all checkpoints are for auditors and the other cities.
 */
@RestController
class LogController {
    static final String TILES = "/log/tile/";
    private static final Duration FOREVER = Duration.ofDays(365);
    private static final CacheControl MOMENT =
            CacheControl.maxAge(Duration.ofSeconds(1)).cachePublic();
    private static final CacheControl TILE =
            CacheControl.maxAge(FOREVER).cachePublic().immutable();
    private static final CacheControl ENTRIES =
            CacheControl.maxAge(FOREVER).cachePrivate().immutable();

    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final LogFiles log;

    LogController(LogFiles log) {
        this.log = log;
    }

    /** @param size a decimal string, as every size in JSON: it may be larger than 2^53 @param cosigned null if there is none */
    record ListedCheckpoint(String size, String note, String cosigned) {
        static ListedCheckpoint of(PublicLog.Published published) {
            return new ListedCheckpoint(
                    Long.toString(published.size()),
                    published.note(),
                    published.cosigned().orElse(null));
        }
    }

    @GetMapping(path = "/log/checkpoint", produces = "text/plain;charset=utf-8")
    ResponseEntity<byte[]> checkpoint(HttpServletRequest request, HttpServletResponse response) {
        QueryParameters.of(request, Set.of());
        String note = found(log.checkpoint());
        cache(response, MOMENT);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/plain;charset=utf-8"))
                .body(note.getBytes(StandardCharsets.UTF_8));
    }

    /** No part of C2SP tlog-tiles: the newest checkpoint may be too young for its witnesses. */
    @GetMapping(path = "/log/cosigned", produces = "text/plain;charset=utf-8")
    ResponseEntity<byte[]> cosigned(HttpServletRequest request, HttpServletResponse response) {
        String over = QueryParameters.of(request, Set.of("over")).required("over");
        if (!SIZE.matcher(over).matches()) {
            throw QueryParameters.invalid("over", "the index of an entry", "日志条目序号");
        }
        String note = found(log.cosignedOver(Long.parseLong(over)));
        cache(response, MOMENT);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/plain;charset=utf-8"))
                .body(note.getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping(path = "/log/tile/**", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<byte[]> tile(HttpServletRequest request, HttpServletResponse response) {
        QueryParameters.of(request, Set.of());
        TilePath path = found(TilePath.parse(request.getRequestURI().substring(TILES.length())));
        if (path.isEntries()) {
            Requests.user(request, Role.AUDITOR, Role.PEER);
        }
        byte[] bytes = found(
                path.isEntries()
                        ? log.entries(path.index(), path.width())
                        : log.tile(path.level(), path.index(), path.width()));
        cache(response, path.isEntries() ? ENTRIES : TILE);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(bytes);
    }

    @GetMapping(path = "/log/checkpoints", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> checkpoints(HttpServletRequest request) {
        Requests.user(request, Role.AUDITOR, Role.PEER);
        Paging paging = Paging.of(request);
        List<PublicLog.Published> page = paging.page(after -> log.checkpoints(size(after), paging.limit()));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(ApiJson.bytes(new Answers.Page<>(
                        page.stream().map(ListedCheckpoint::of).toList(),
                        page.isEmpty()
                                ? paging.after()
                                : Long.toString(page.get(page.size() - 1).size()))));
    }

    private static long size(String after) {
        if (after.isEmpty()) {
            return -1;
        }
        if (!SIZE.matcher(after).matches()) {
            throw new IllegalArgumentException("after (expected: a size)");
        }
        return Long.parseLong(after);
    }

    /** In place of the no-store that every answer begins with; an entity's own header would come beside it. */
    private static void cache(HttpServletResponse response, CacheControl control) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, control.getHeaderValue());
    }

    private static <T> T found(Optional<T> what) {
        return what.orElseThrow(() -> ApiProblem.of(
                ProblemCode.NOT_FOUND,
                "",
                "ask for what the newest checkpoint covers, by its one spelling in C2SP tlog-tiles",
                "只能读取最新检查点已覆盖的内容, 且路径须符合 C2SP tlog-tiles"));
    }
}
