package cn.changzhutan.exchange.pipeline;

/** One message from the broker, exact bytes. */
public record Arrival(String topic, int partition, long offset, byte[] key, byte[] value) {}
