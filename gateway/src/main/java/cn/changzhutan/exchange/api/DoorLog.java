package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SystemName;
import java.util.List;

/** Where a call that never becomes a submission is logged: its caller is known, and may not do what it tried. Thread-safe. */
@FunctionalInterface
public interface DoorLog {
    /**
     * Appends a REFUSED entry; it is durable when this returns.
     *
     * @throws cn.changzhutan.exchange.pipeline.LogUnavailableException if it could not be committed
     */
    void refused(SystemName caller, RecordType type, List<City> to, ProblemCode code);
}
