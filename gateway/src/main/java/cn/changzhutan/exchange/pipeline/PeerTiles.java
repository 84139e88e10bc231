package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import java.util.Optional;

/** Files of other cities' public logs. Thread-safe. What comes is not believed. */
@FunctionalInterface
public interface PeerTiles {
    /** Of a city that is not to be reached: evidence then stands on what is kept here. */
    PeerTiles NONE = (city, path) -> Optional.empty();

    /**
     * @param path below the log's prefix, for example {@code tile/0/000.p/7}
     * @return empty if it cannot be had now, for whatever reason
     */
    Optional<byte[]> get(City city, String path);
}
