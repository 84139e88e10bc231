package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.CanonicalJson;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.audit.QueryLog.Action;
import cn.changzhutan.exchange.crypto.Sm3;
import cn.changzhutan.exchange.pipeline.LogEntries;
import cn.changzhutan.exchange.store.IndexFilter.Position;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Writes what a search finds to a file, page by page, and enters it into the log before it is handed out: the leaf's recordDigest is
 * SM3(manifest.json), and the manifest has the file's digest, the question, and a random salt, so that the leaf tells nothing to who has
 * not got the export. Memory and disk are bounded. Thread-safe.
 */
public final class Exporter {
    /** Rows of one export at most; what comes after is asked for with the manifest's {@code next}. */
    public static final int MAX_ROWS = 100_000;

    private static final int PAGE = 1000;
    private static final int AT_ONCE = 2;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Auditor auditor;
    private final City self;
    private final LogEntries entries;
    private final Path folder;
    private final int maxRows;
    private final Semaphore places = new Semaphore(AT_ONCE);

    private record Written(long rows, Optional<String> next, Auditor.Reach reach, long bytes, String sha256) {}

    /** @param folder of this process alone; files that a stop left there are deleted */
    public Exporter(City self, Auditor auditor, LogEntries entries, Path folder) {
        this(self, auditor, entries, folder, MAX_ROWS);
    }

    Exporter(City self, Auditor auditor, LogEntries entries, Path folder, int maxRows) {
        this.self = self;
        this.auditor = auditor;
        this.entries = entries;
        this.folder = folder;
        this.maxRows = maxRows;
        try {
            Files.createDirectories(folder);
            try (var left = Files.newDirectoryStream(folder, "export*.csv")) {
                for (Path file : left) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param after the {@code next} of an earlier export's manifest, "" for the newest entry on
     * @throws cn.changzhutan.exchange.pipeline.OverCapacityException if others are being written
     * @throws cn.changzhutan.exchange.pipeline.LogUnavailableException if it cannot be entered into the log
     * @throws UncheckedIOException if the file cannot be written
     */
    public Export export(Caller user, String reason, Terms terms, String after, boolean open) {
        Optional<Position> place = Cursor.parse(after);
        if (!places.tryAcquire()) {
            throw new cn.changzhutan.exchange.pipeline.OverCapacityException(AT_ONCE + " exports are being written");
        }
        Path file = null;
        try {
            // On POSIX systems readable by the owner only.
            file = Files.createTempFile(folder, "export", ".csv");
            Written written = write(file, terms, place, open);
            ObjectNode question = QueryLog.question(user, Action.EXPORT, reason, terms.toJson());
            question.put("after", after).put("open", open);
            byte[] manifest = manifest(question, written, open);
            long entry = auditor.queries()
                    .enter(
                            Action.EXPORT,
                            question,
                            written.rows(),
                            Optional.of(HexFormat.of().formatHex(Sm3.digest(manifest))));
            Export export = new Export(file, manifest, entries.prove(entry), entry);
            file = null;
            return export;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            places.release();
            delete(file);
        }
    }

    private Written write(Path file, Terms terms, Optional<Position> first, boolean open) throws IOException {
        MessageDigest sha256 = sha256();
        long rows = 0;
        Auditor.Page page;
        try (OutputStream out =
                new BufferedOutputStream(new DigestOutputStream(Files.newOutputStream(file), sha256), 1 << 16)) {
            ExportCsv csv = new ExportCsv(out, open);
            csv.header();
            Optional<Position> place = first;
            do {
                page = auditor.page(terms, place, (int) Math.min(PAGE, maxRows - rows), open);
                for (Item item : page.items()) {
                    csv.row(item);
                }
                rows += page.items().size();
                place = page.next().flatMap(Cursor::parse);
            } while (place.isPresent() && rows < maxRows);
        }
        return new Written(
                rows,
                page.next(),
                page.reach(),
                Files.size(file),
                HexFormat.of().formatHex(sha256.digest()));
    }

    private byte[] manifest(ObjectNode question, Written written, boolean open) {
        byte[] salt = new byte[32];
        RANDOM.nextBytes(salt);
        ObjectNode json = question.objectNode();
        json.put("version", 1).put("city", self.name()).put("rows", written.rows());
        json.set("question", question.deepCopy());
        var columns = json.putArray("columns");
        ExportCsv.columns(open).forEach(columns::add);
        json.put("complete", written.next().isEmpty());
        written.next().ifPresent(next -> json.put("next", next));
        json.put("indexed", Long.toString(written.reach().indexed()))
                .put("logSize", Long.toString(written.reach().logSize()));
        json.putObject("csv")
                .put("name", "export.csv")
                .put("bytes", Long.toString(written.bytes()))
                .put("sha256", written.sha256());
        json.put("salt", Base64.getEncoder().encodeToString(salt));
        return CanonicalJson.write(json);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
