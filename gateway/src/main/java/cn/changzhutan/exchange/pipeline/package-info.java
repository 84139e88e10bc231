/**
 * The two sequences that every record walks, outbound and inbound, and the group commit that appends to the exchange log.
 *
 * <p>What does not belong here: Camel, Kafka, HTTP and Spring (they call these steps); SQL text (store); how a tree, a signature or a
 * mapping is made (log, crypto, mapping).
 */
package cn.changzhutan.exchange.pipeline;
