package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SystemName;
import java.util.List;
import java.util.Optional;

/** What this city can send, as its route files say. Thread-safe. */
@FunctionalInterface
public interface SendingRoutes {
    /** Empty if this city has no route for the type. */
    Optional<SendingRoute> find(RecordType type);

    /**
     * @param sender the one system that may send this type
     * @param mediaType of the city's native form, with charset where it is text
     * @param splitter a native document of many into documents of one record each, or why it cannot be split
     */
    record SendingRoute(SystemName sender, String mediaType, Splitter splitter) {}

    /** Cuts a native document of many records; each part is again a whole document. */
    @FunctionalInterface
    interface Splitter {
        Outcome<List<byte[]>> split(byte[] document);
    }
}
