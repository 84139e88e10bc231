package cn.changzhutan.exchange.pipeline;

/** States of an exchange. At the sender: ACCEPTED, SENT, then DELIVERED or RETURNED; the receiver has RECEIVED besides. */
public enum ExchangeState {
    ACCEPTED,
    SENT,
    RECEIVED,
    DELIVERED,
    RETURNED
}
