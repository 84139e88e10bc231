package cn.changzhutan.exchange.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A log as files in a folder, laid out like its URLs; {@code checkpoints.json} may be missing. */
final class FolderLog implements LogSource {
    private static final int MAX_BYTES = 256 << 20;
    private final Path folder;

    FolderLog(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public String checkpoint() throws SourceException {
        return new String(file("checkpoint"), StandardCharsets.UTF_8);
    }

    @Override
    public List<Listed> checkpoints() throws SourceException {
        return Files.exists(folder.resolve(CheckpointList.FILE))
                ? CheckpointList.parse(file(CheckpointList.FILE), CheckpointList.FILE)
                : List.of();
    }

    @Override
    public byte[] file(String path) throws SourceException {
        try (InputStream in = Files.newInputStream(folder.resolve(path))) {
            return in.readNBytes(MAX_BYTES);
        } catch (NoSuchFileException e) {
            throw new SourceException(path + " is missing");
        } catch (IOException e) {
            throw new SourceException(path + " cannot be read: " + e.getClass().getSimpleName());
        }
    }
}
