package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;

/**
 * The sender's proof that its record stands in the city's exchange log.
 *
 * @param state ACCEPTED for a new one, or what it is by now for a repeated one
 * @param leaf the exact bytes of the ACCEPTED leaf (canonical JSON, UTF-8)
 * @param proof the inclusion proof with its checkpoint, as C2SP tlog-proof
 */
public record Receipt(ExchangeId exchange, City to, ExchangeState state, String leaf, String proof) {}
