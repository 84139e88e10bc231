package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.Leaf;

/**
 * Another city's verified receipt for what this city sent.
 *
 * @param leaf the receiver's DELIVERED or RETURNED leaf
 * @param leafBytes its exact bytes, {@code leafPath} its inclusion proof under {@code counterpart}
 * @param counterpart where that leaf stands in the receiver's log
 * @param slip the reason of a return, encrypted to this city; empty for a delivery
 * @param slipKey record key of the slip, wrapped for the archive; null for a delivery
 */
@SuppressWarnings("ArrayRecordComponent")
record Settlement(
        City receiver,
        ExchangeId id,
        Leaf leaf,
        byte[] leafBytes,
        byte[] leafPath,
        Counterpart counterpart,
        byte[] slip,
        byte[] slipKey,
        String returnCode) {
    boolean isReturn() {
        return returnCode != null;
    }
}
