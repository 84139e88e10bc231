package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.crypto.ArchiveKey;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.crypto.SideBox;

/** The secrets of the city that this package works with, by the labels under which they are derived. */
final class Secrets {
    private Secrets() {}

    static BlindIndex blind(CityKeys keys) {
        return new BlindIndex(keys.secret("index"));
    }

    static ArchiveKey archive(CityKeys keys) {
        return new ArchiveKey(keys.secret("archive"));
    }

    static QuerySide queries(CityKeys keys) {
        return new QuerySide(new SideBox(keys.secret("query")));
    }
}
