package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.SystemName;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The nodes of {@link ThreeCities} by the real time, for tests of other packages that put their own wires between them. */
public final class RunningCities implements AutoCloseable {
    private final ThreeCities cities;

    /** @param bytesPerDestination what Changsha takes for one destination until it is receipted */
    public RunningCities(Path folder, long bytesPerDestination) throws Exception {
        Clock real = Clock.systemUTC();
        cities = new ThreeCities(
                folder, Map.of(ThreeCities.CHANGSHA, real, ThreeCities.ZHUZHOU, real, ThreeCities.XIANGTAN, real));
        cities.bytesPerDestination = bytesPerDestination;
        cities.start(ThreeCities.CHANGSHA);
    }

    public Set<City> all() {
        return cities.settings.cities().keySet();
    }

    public ExchangeNode node(City city) {
        return cities.nodes.get(city);
    }

    public List<RouteDefinition> routes(City city) {
        return cities.settings.routes(city);
    }

    public SystemName receiver(City city, RecordType type) {
        return cities.receiver(city, type);
    }

    /** The first sample of the route. */
    public byte[] sample(City city, RecordType type) throws Exception {
        return ThreeCities.sample(city, type, 0);
    }

    public Submission submission(City from, RecordType type, byte[] content, String messageId, City to) {
        return cities.submission(from, type, content, messageId, to);
    }

    /** Exchanges of a pair of cities that are not closed at the sender. */
    public long pending(City from, City to) throws Exception {
        return node(from).numbers().tallies().stream()
                .filter(row -> row.direction() == cn.changzhutan.exchange.store.TallyStore.Direction.OUT
                        && row.peer().equals(to.name()))
                .mapToLong(row -> row.pending())
                .sum();
    }

    /** Why each message was put into quarantine there. */
    public List<String> quarantined(City city) throws Exception {
        return SetAside.reasons(cities, city);
    }

    public void assertAccounts(long accepted, long delivered, long returned) throws Exception {
        cities.assertAccounts(accepted, delivered, returned);
    }

    /** Leaves of the city's log, after its tree was built again and every signed checkpoint held against it. */
    public List<String> verifiedLeaves(City city) throws Exception {
        return LogCheck.verifiedLeaves(cities, city);
    }

    @Override
    public void close() {
        cities.close();
    }
}
