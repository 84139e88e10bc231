package cn.changzhutan.exchange.routes;

import java.util.Map;

/**
 * How to reach the broker between the cities.
 *
 * @param bootstrap {@code host:port}, comma-separated
 * @param properties passed through to every client as they are (TLS, SASL)
 * @param replication replication factor of topics that this gateway creates; 1 for a single broker
 * @param minInsync {@code min.insync.replicas} of such topics, at most {@code replication}
 */
public record BrokerSettings(String bootstrap, Map<String, String> properties, int replication, int minInsync) {
    /** The longest message, in bytes, that topics, producers and consumers are set up for. */
    public static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

    public BrokerSettings {
        properties = Map.copyOf(properties);
        if (bootstrap.isBlank()) {
            throw new IllegalArgumentException("kafka: bootstrap (expected: host:port)");
        }
        if (replication < 1 || replication > 100) {
            throw new IllegalArgumentException("kafka: replication " + replication + " (expected: 1 to 100)");
        }
        if (minInsync < 1 || minInsync > replication) {
            throw new IllegalArgumentException(
                    "kafka: minInsync " + minInsync + " (expected: 1 to replication " + replication + ")");
        }
    }

    /** Without the properties: they may hold passwords. */
    @Override
    public String toString() {
        return "BrokerSettings[" + bootstrap + "]";
    }
}
