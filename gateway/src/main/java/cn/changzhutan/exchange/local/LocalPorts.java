package cn.changzhutan.exchange.local;

/**
 * The ports of 127.0.0.1 that the cities, the broker and the database of one machine use.
 *
 * @param first all of them lie between this and 40 more
 */
public record LocalPorts(int first) {
    /** Those of the demo: gateways from 8101 on. */
    static final LocalPorts DEMO = new LocalPorts(8100);

    public LocalPorts {
        if (first < 1024 || first > 65_000) {
            throw new IllegalArgumentException("first port " + first + " (expected: 1024 to 65000)");
        }
    }

    /** @param number of the city, counted from 1 */
    int gateway(int number) {
        return first + number;
    }

    /** @param number of the city, counted from 1 */
    int offices(int number) {
        return first + 10 + number;
    }

    int broker() {
        return first + 21;
    }

    int controller() {
        return first + 22;
    }

    int database() {
        return first + 31;
    }
}
