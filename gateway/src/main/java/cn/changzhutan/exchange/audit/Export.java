package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.pipeline.LogEntries;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A finished export, entered into the log, to be handed out once: {@code export.csv}, {@code manifest.json}, and the log entry that binds
 * the manifest with its proof. Its file is gone when it is closed. Not thread-safe.
 */
public final class Export implements AutoCloseable {
    private final Path csv;
    private final byte[] manifest;
    private final LogEntries.Proved proved;
    private final long entry;

    Export(Path csv, byte[] manifest, LogEntries.Proved proved, long entry) {
        this.csv = csv;
        this.manifest = manifest.clone();
        this.proved = proved;
        this.entry = entry;
    }

    /** Log index of the entry. */
    public long entry() {
        return entry;
    }

    /** Writes the zip; the stream stays open. */
    public void writeTo(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.putNextEntry(new ZipEntry("export.csv"));
        Files.copy(csv, zip);
        add(zip, "manifest.json", manifest);
        add(zip, "leaf.json", proved.leaf().getBytes(StandardCharsets.UTF_8));
        add(zip, "leaf.tlog-proof", proved.proof().getBytes(StandardCharsets.UTF_8));
        zip.finish();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(csv);
    }
}
