package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.Outcome;
import java.nio.charset.Charset;
import java.util.List;

/** What the file drop needs to know of a city's native format. */
public interface NativeFormat {
    /** A file of many records to one document a record, in order; malformed as a whole is a refusal. */
    Outcome<List<byte[]>> split(byte[] file);

    /** The charset in which the city writes its files, and in which it gets its result files. */
    Charset charset();
}
