package cn.changzhutan.exchange.log;

/** What a leaf says happened. The names stand in the log and never change. */
public enum LogEvent {
    /** Sender: the record was accepted and sealed. */
    ACCEPTED,
    /** Receiver: the record arrived and passed all checks. */
    RECEIVED,
    /** Receiver: the back office took it. */
    DELIVERED,
    /** Receiver: the record goes back, with the code of the reason. */
    RETURNED,
    /** An authenticated request was refused at the door, with the code of the first problem. */
    REFUSED,
    /** Sender: the receiver's DELIVERED or RETURNED was verified; the exchange is closed. */
    RECEIPT,
    ROUTE_CHANGED,
    AGREEMENT_CHANGED,
    KEY_CHANGED,
    LOG_QUERIED,
    /** Something from another city did not verify. */
    QUARANTINED,
    /** Salts and nonces of an exchange were erased: its digests can no longer be opened. */
    ERASED,
    RECONCILED,
    /** The log goes on under a new origin: the leaf names the former one, and the largest checkpoint that is known of it. */
    EPOCH_STARTED;

    /** It speaks of a leaf in the other city's log, so it must point there. */
    boolean pointsToCounterpart() {
        return this == RECEIVED || this == DELIVERED || this == RETURNED || this == RECEIPT;
    }

    boolean needsOutcome() {
        return this == RETURNED || this == REFUSED || this == RECEIPT || this == QUARANTINED || this == EPOCH_STARTED;
    }
}
