package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.store.PeerStore;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A peer's record that passed the receiver's checks.
 *
 * @param route of this city for the record's type; null where there is none, then {@code unacceptable} says so
 * @param leaf the sender's ACCEPTED leaf, {@code leafBytes} its exact bytes
 * @param leafPath inclusion proof of that leaf under {@code counterpart}
 * @param counterpart where that leaf stands in the sender's log
 * @param revision null where order alone decides
 * @param unacceptable why it must be returned although it is genuine
 */
@SuppressWarnings("ArrayRecordComponent")
record Reception(
        PeerStore.Message message,
        City from,
        ExchangeId id,
        RouteDefinition route,
        Leaf leaf,
        byte[] leafBytes,
        byte[] leafPath,
        Counterpart counterpart,
        byte[] envelope,
        byte[] wrappedKey,
        byte[] orderingKey,
        Long revision,
        Optional<BigDecimal> amount,
        Optional<ReturnReason> unacceptable)
        implements InboundPipeline.Opened {
    RecordType type() {
        return leaf.type().orElseThrow();
    }
}
