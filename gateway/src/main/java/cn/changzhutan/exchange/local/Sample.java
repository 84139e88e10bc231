package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SystemName;
import java.util.Set;

/**
 * One native document that the demo sends to one city.
 *
 * @param name of the file it comes from, for messages
 * @param sender the system in whose name it is sent
 * @param mediaType of the native form, for HTTP
 * @param extension of a dropped file, without the dot
 * @param ends how it may end
 */
record Sample(
        String name,
        LocalCity from,
        City to,
        RecordType type,
        SystemName sender,
        String purpose,
        String mediaType,
        String extension,
        byte[] content,
        Set<End> ends) {
    Sample {
        ends = Set.copyOf(ends);
    }

    /** How an exchange ends. */
    enum End {
        DELIVERED,
        /** By a back office that does not know the person. */
        RETURNED,
        /** Given back by the receiving gateway: it has a newer version. */
        SUPERSEDED,
        REFUSED
    }

    Sample changed(String how, byte[] changed, End end) {
        return new Sample(
                name + " with " + how, from, to, type, sender, purpose, mediaType, extension, changed, Set.of(end));
    }

    @Override
    public String toString() {
        return from.city() + " to " + to + ", " + type + ", " + name;
    }
}
