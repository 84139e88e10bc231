package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.Tiles;
import cn.changzhutan.exchange.store.CheckpointStore;
import cn.changzhutan.exchange.store.LogStore;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The log as others may read it (C2SP tlog-tiles): what is stored, byte for byte, as far as a signed checkpoint covers it. Nothing is
 * kept in memory, so damage shows at once. Thread-safe; every call throws LogUnavailableException if the database cannot be read.
 */
public final class PublicLog {
    private static final int HASH = 32;

    /**
     * One signed checkpoint; who reads it verifies it.
     *
     * @param note the signed note verbatim
     * @param cosigned the same with the lines of the witnesses, if it went to them
     */
    public record Published(long size, String note, Optional<String> cosigned) {
        Published(CheckpointStore.Stored row) {
            this(row.size(), row.note(), Optional.ofNullable(row.cosigned()));
        }
    }

    private final LogReader reader;
    private final CosignedCheckpoints cosigned;

    PublicLog(LogReader reader, CosignedCheckpoints cosigned) {
        this.reader = reader;
        this.cosigned = cosigned;
    }

    /** The first checkpoint with a quorum of witnesses that covers the entry; empty if there is none yet. */
    public Optional<String> cosignedOver(long index) {
        return cosigned.firstWithQuorumOver(index).map(CosignedCheckpoints.Cosigned::note);
    }

    /** The newest signed note, with the witnesses' lines that it has so far; empty before the first. */
    public Optional<String> checkpoint() {
        return reader.read(CheckpointStore::newest)
                .map(Published::new)
                .map(newest -> newest.cosigned().orElse(newest.note()));
    }

    /** Signed notes of sizes above {@code after}, in order. */
    public List<Published> checkpoints(long after, int limit) {
        return reader.read(c -> CheckpointStore.after(c, after, limit)).stream()
                .map(Published::new)
                .toList();
    }

    /**
     * The first {@code width} hashes of a tile, 32 bytes each.
     *
     * @param level 0 to 63
     * @param width 1 to 256
     * @return empty if the newest checkpoint does not cover them, or they are not stored
     */
    public Optional<byte[]> tile(int level, long tile, int width) {
        return reader.read(c -> {
            if (width > Tiles.width(CheckpointStore.publishedSize(c), level, tile)) {
                return Optional.empty();
            }
            byte[] stored = LogStore.readStoredTile(c, level, tile);
            return stored.length < width * HASH ? Optional.empty() : Optional.of(Arrays.copyOf(stored, width * HASH));
        });
    }

    /** The first {@code width} entries of a bundle, each behind its length. @return empty as {@link #tile} */
    public Optional<byte[]> entries(long bundle, int width) {
        return reader.read(c -> {
            if (width > Tiles.width(CheckpointStore.publishedSize(c), 0, bundle)) {
                return Optional.empty();
            }
            LogStore.StoredBundle stored = LogStore.readStoredBundle(c, bundle);
            return stored.count() < width ? Optional.empty() : Optional.of(first(width, stored));
        });
    }

    /** A bundle that cannot be cut is given whole: its damage is for the reader to find. */
    private static byte[] first(int width, LogStore.StoredBundle stored) {
        if (stored.count() == width) {
            return stored.bytes();
        }
        try {
            return Tiles.encodeBundle(
                    Tiles.decodeBundle(stored.bytes(), stored.count()).subList(0, width));
        } catch (VerificationException e) {
            return stored.bytes();
        }
    }
}
