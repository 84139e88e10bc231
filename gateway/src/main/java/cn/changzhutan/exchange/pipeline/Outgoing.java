package cn.changzhutan.exchange.pipeline;

/** One message for the broker, exact bytes. @param key null where the topic has one partition */
public record Outgoing(String topic, byte[] key, byte[] value) {}
