package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.pipeline.PublicLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A log of 300 entries that gives back what it was asked for. */
final class FakeLog implements LogFiles {
    static final long SIZE = 300;
    final List<PublicLog.Published> checkpoints = new ArrayList<>();
    RuntimeException failure;

    @Override
    public Optional<String> checkpoint() {
        fail();
        return checkpoints.isEmpty()
                ? Optional.empty()
                : Optional.of(checkpoints.get(checkpoints.size() - 1).note());
    }

    @Override
    public Optional<String> cosignedOver(long index) {
        fail();
        return index < SIZE ? Optional.of("cosigned\n") : Optional.empty();
    }

    @Override
    public List<PublicLog.Published> checkpoints(long after, int limit) {
        fail();
        return checkpoints.stream()
                .filter(each -> each.size() > after)
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<byte[]> tile(int level, long tile, int width) {
        fail();
        return bytes(level, tile, width);
    }

    @Override
    public Optional<byte[]> entries(long bundle, int width) {
        fail();
        return bytes(-1, bundle, width);
    }

    private static Optional<byte[]> bytes(int level, long index, int width) {
        return index * 256 + width > SIZE
                ? Optional.empty()
                : Optional.of((level + "/" + index + "/" + width).getBytes(StandardCharsets.UTF_8));
    }

    private void fail() {
        if (failure != null) {
            throw failure;
        }
    }

    void reset() {
        failure = null;
        checkpoints.clear();
        checkpoints.add(new PublicLog.Published(7, "changsha.example/log\n7\n", Optional.empty()));
        checkpoints.add(new PublicLog.Published(SIZE, "changsha.example/log\n300\n", Optional.of("cosigned\n")));
    }
}
