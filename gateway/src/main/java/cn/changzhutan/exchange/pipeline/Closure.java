package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.SystemName;
import java.util.Optional;

/** The end of a received record: delivered, or returned with a reason. The group's writer fills in the effect that it had. */
final class Closure {
    private final SystemName system;
    private final ExchangeId id;
    private final Optional<ReturnReason> reason;
    private BackOffice.Effect effect = BackOffice.Effect.UNKNOWN;

    Closure(SystemName system, ExchangeId id, Optional<ReturnReason> reason) {
        this.system = system;
        this.id = id;
        this.reason = reason;
    }

    /** The system to which it must be addressed; null if the caller need not be checked. */
    SystemName system() {
        return system;
    }

    ExchangeId id() {
        return id;
    }

    /** Empty: delivered. */
    Optional<ReturnReason> reason() {
        return reason;
    }

    String state() {
        return reason.isPresent() ? "RETURNED" : "DELIVERED";
    }

    BackOffice.Effect effect() {
        return effect;
    }

    void had(BackOffice.Effect found) {
        effect = found;
    }
}
