package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.log.CheckpointVerifier;

/**
 * Another city as this one knows it from its files, never from what a message says of itself.
 *
 * @param origin of its log: schemeless host and path
 * @param checkpoints verifies its checkpoints with its pinned keys
 */
public record Peer(City city, String origin, CheckpointVerifier checkpoints) {}
