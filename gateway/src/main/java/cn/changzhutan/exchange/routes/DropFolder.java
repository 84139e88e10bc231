package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Problem;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.pipeline.LogUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One drop folder of one system. {@code NAME} is taken when {@code NAME.done} stands beside it ({@link DropMarker}), its rows become
 * submissions, {@code NAME.result.csv} is written ({@link DropResult}), then {@code NAME} is moved to {@code done/} or, if nothing of
 * it could be taken, to {@code failed/}; at last the caller moves the marker to the same place.
 *
 * <p>A crash at any point is harmless: while the marker stands, everything is done again; the rows have the same message ids and get
 * the same answers, and a source that has been moved already is not missed if its result stands.
 *
 * <p>File names are not logged: people put names of people into them.
 */
final class DropFolder {
    /** Whence a folder's files go. */
    enum Place {
        DONE,
        FAILED;

        String folder() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Bounds of one file. @param bytes of the file @param rows of the file */
    record Limits(long bytes, int rows) {}

    static final String MARKER = ".done";

    private static final Logger LOG = LoggerFactory.getLogger(DropFolder.class);

    private final SystemEndpoint.DropIn drop;
    private final Function<RecordType, Optional<Splitter>> splitters;
    private final DropRows rows;
    private final Limits limits;

    DropFolder(
            SystemEndpoint.DropIn drop,
            Function<RecordType, Optional<Splitter>> splitters,
            DropRows rows,
            Limits limits) {
        this.drop = drop;
        this.splitters = splitters;
        this.rows = rows;
        this.limits = limits;
    }

    /**
     * Takes the file that a marker announces. Not to be called by two threads at a time.
     *
     * @param marker the name of a file in the folder, ending in {@link #MARKER}
     * @return where the marker is to be moved
     * @throws LogUnavailableException if told to stop before all rows were answered
     */
    Place take(String marker) throws IOException {
        String name = marker.substring(0, marker.length() - MARKER.length());
        Path source = drop.folder().resolve(name);
        DropResult result = new DropResult();
        Place place;
        if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
            Optional<Place> before = takenBefore(name);
            if (before.isPresent()) {
                return before.get();
            }
            result.addWhole(List.of(
                    new Problem("FILE_MISSING", "", "write the file first, its marker last", "请先写入数据文件，最后写入标记文件")));
            place = Place.FAILED;
        } else {
            Outcome<Content> content = read(source, drop.folder().resolve(marker));
            if (content instanceof Outcome.Passed<Content> passed) {
                rows.submit(passed.value().marker(), passed.value().documents(), result);
                place = Place.DONE;
            } else {
                result.addWhole(((Outcome.Refused<Content>) content).refusal().problems());
                place = Place.FAILED;
            }
        }
        AtomicFiles.write(drop.folder().resolve(name + DropResult.SUFFIX), result.bytes(drop.charset()));
        Path target = Files.createDirectories(drop.folder().resolve(place.folder()));
        if (Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
            AtomicFiles.move(source, target.resolve(name));
        }
        LOG.info(
                "file of {}: {}, rows accepted {}, refused {}",
                drop.system(),
                place,
                result.accepted(),
                result.refused());
        return place;
    }

    private record Content(DropMarker marker, List<byte[]> documents) {}

    private Optional<Place> takenBefore(String name) {
        if (!Files.exists(drop.folder().resolve(name + DropResult.SUFFIX))) {
            return Optional.empty();
        }
        for (Place place : Place.values()) {
            if (Files.exists(drop.folder().resolve(place.folder()).resolve(name))) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    private Outcome<Content> read(Path source, Path markerFile) throws IOException {
        if (Files.size(markerFile) > DropMarker.MAX_BYTES) {
            return Refusals.receive(
                    "MARKER_INVALID", "a marker of at most " + DropMarker.MAX_BYTES + " bytes", "标记文件过大");
        }
        if (Files.size(source) > limits.bytes()) {
            return Refusals.receive("FILE_TOO_LARGE", "at most " + limits.bytes() + " bytes a file", "文件过大，请拆分");
        }
        return DropMarker.parse(Files.readAllBytes(markerFile)).then(marker -> split(marker, source));
    }

    private Outcome<Content> split(DropMarker marker, Path source) {
        Optional<Splitter> splitter = splitters.apply(marker.type());
        if (splitter.isEmpty()) {
            return Refusals.receive("UNKNOWN_TYPE", "this city has no route for this kind and type", "本市没有该种类和类型的路由");
        }
        byte[] content;
        try {
            content = Files.readAllBytes(source);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return splitter.get().split(content).then(documents -> {
            if (documents.isEmpty() || documents.size() > limits.rows()) {
                return Refusals.receive(
                        "ROW_COUNT", "1 to " + limits.rows() + " rows a file", "每个文件 1 至 " + limits.rows() + " 行");
            }
            return Outcome.passed(new Content(marker, documents));
        });
    }
}
