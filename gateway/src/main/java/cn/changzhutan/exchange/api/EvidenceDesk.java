package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.ExchangeId;
import java.util.Optional;

/** Gives out evidence. A port, because evidence needs a database and the tests of the HTTP side do without one. Thread-safe. */
@FunctionalInterface
public interface EvidenceDesk {
    /**
     * @param caller a system, which gets its own exchanges, or an auditor, who gets any; then it is an entry of the log
     * @param reason why an auditor asks; without one the record in clear is left out
     * @return the bundle as a zip file; empty if the caller has no such exchange
     */
    Optional<byte[]> bundle(Caller caller, Optional<String> reason, ExchangeId exchange);
}
