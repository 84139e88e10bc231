package cn.changzhutan.exchange.pipeline;

/**
 * One message from the broker, exact bytes.
 *
 * @param key null if it came without one
 * @param value empty if it came without one: no message of ours does, and one that does must not stop those behind it
 */
public record Arrival(String topic, int partition, long offset, byte[] key, byte[] value) {
    public Arrival {
        value = value == null ? new byte[0] : value;
    }
}
