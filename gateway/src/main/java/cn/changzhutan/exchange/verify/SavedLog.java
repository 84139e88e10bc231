package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.City;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keeps what is read of a log in a folder, from which it can be verified again. */
final class SavedLog implements LogSource {
    private final LogSource log;
    private final Path folder;

    SavedLog(LogSource log, Path folder) {
        this.log = log;
        this.folder = folder;
    }

    @Override
    public String name() {
        return log.name();
    }

    @Override
    public void city(City city) {
        log.city(city);
    }

    @Override
    public String checkpoint() throws SourceException {
        String note = log.checkpoint();
        save("checkpoint", note.getBytes(StandardCharsets.UTF_8));
        return note;
    }

    @Override
    public List<Listed> checkpoints() throws SourceException {
        List<Listed> listed = log.checkpoints();
        save(CheckpointList.FILE, CheckpointList.write(listed));
        return listed;
    }

    @Override
    public byte[] file(String path) throws SourceException {
        byte[] bytes = log.file(path);
        save(path, bytes);
        return bytes;
    }

    private void save(String path, byte[] bytes) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
