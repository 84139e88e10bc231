package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.Outcome;
import java.util.List;

/** Cuts a city's native file of many records into one document a record. */
@FunctionalInterface
public interface Splitter {
    /** In the order of the file; malformed as a whole is a refusal. */
    Outcome<List<byte[]>> split(byte[] file);
}
