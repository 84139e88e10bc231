package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.City;
import java.util.List;

/** The files of one log (C2SP tlog-tiles), from wherever they are. What comes is not believed. Not thread-safe. */
interface LogSource {
    /** One signed checkpoint of the log's list. @param size as the list names it @param cosigned null if there is none */
    record Listed(long size, String note, String cosigned) {}

    /** As the user named it. */
    String name();

    /** Told before entries are asked for: which city's token is to be used. */
    default void city(City city) {}

    /** The newest signed checkpoint. */
    String checkpoint() throws SourceException;

    /** All signed checkpoints in order of size. */
    List<Listed> checkpoints() throws SourceException;

    /** @param path below the prefix, as {@code Tiles} spells it: {@code tile/0/000.p/7}, {@code tile/entries/000} */
    byte[] file(String path) throws SourceException;
}
