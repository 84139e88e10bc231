package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.store.Database;
import java.nio.file.Path;

/** One city of {@link ThreeCities}, for tests and measurements of other packages: a real node on a real database. */
public final class OneCity implements AutoCloseable {
    private final ThreeCities cities;

    public OneCity(Path folder) throws Exception {
        cities = new ThreeCities(folder);
    }

    public City city() {
        return ThreeCities.CHANGSHA;
    }

    public ExchangeNode node() {
        return cities.nodes.get(city());
    }

    public Database database() {
        return cities.databases.get(city());
    }

    public CityKeys keys() {
        return cities.keys.get(city());
    }

    @Override
    public void close() {
        cities.close();
    }
}
