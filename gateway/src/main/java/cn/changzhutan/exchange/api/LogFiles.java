package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.pipeline.PublicLog;
import java.util.List;
import java.util.Optional;

/** {@link PublicLog} as the HTTP side sees it, so that the tests of the HTTP side do without a database. Thread-safe. */
public interface LogFiles {
    Optional<String> checkpoint();

    Optional<String> cosignedOver(long index);

    List<PublicLog.Published> checkpoints(long after, int limit);

    Optional<byte[]> tile(int level, long tile, int width);

    Optional<byte[]> entries(long bundle, int width);

    static LogFiles of(PublicLog log) {
        return new LogFiles() {
            @Override
            public Optional<String> checkpoint() {
                return log.checkpoint();
            }

            @Override
            public Optional<String> cosignedOver(long index) {
                return log.cosignedOver(index);
            }

            @Override
            public List<PublicLog.Published> checkpoints(long after, int limit) {
                return log.checkpoints(after, limit);
            }

            @Override
            public Optional<byte[]> tile(int level, long tile, int width) {
                return log.tile(level, tile, width);
            }

            @Override
            public Optional<byte[]> entries(long bundle, int width) {
                return log.entries(bundle, width);
            }
        };
    }
}
