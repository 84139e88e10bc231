package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.pipeline.BackOffice;
import cn.changzhutan.exchange.pipeline.Delivery;
import cn.changzhutan.exchange.pipeline.ReturnReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link BackOffice} as the HTTP side sees it: the same calls. An interface, because {@code BackOffice} needs a database and the tests
 * of the HTTP side do without one. Thread-safe.
 */
public interface Desk {
    Optional<BackOffice.View> exchange(SystemName caller, ExchangeId exchange);

    /** @throws IllegalArgumentException if {@code after} is no cursor */
    BackOffice.Page<BackOffice.Closed> outcomes(SystemName caller, String after, int limit, Duration wait);

    /** @throws IllegalArgumentException if {@code after} is no cursor */
    BackOffice.Page<Delivery> inbox(SystemName caller, String after, int limit, Duration wait);

    List<BackOffice.Effect> acknowledge(SystemName caller, List<ExchangeId> exchanges);

    Map<ExchangeId, BackOffice.Effect> giveBack(SystemName caller, Map<ExchangeId, ReturnReason> exchanges);

    static Desk of(BackOffice backOffice) {
        return new Desk() {
            @Override
            public Optional<BackOffice.View> exchange(SystemName caller, ExchangeId exchange) {
                return backOffice.exchange(caller, exchange);
            }

            @Override
            public BackOffice.Page<BackOffice.Closed> outcomes(
                    SystemName caller, String after, int limit, Duration wait) {
                return backOffice.outcomes(caller, after, limit, wait);
            }

            @Override
            public BackOffice.Page<Delivery> inbox(SystemName caller, String after, int limit, Duration wait) {
                return backOffice.inbox(caller, after, limit, wait);
            }

            @Override
            public List<BackOffice.Effect> acknowledge(SystemName caller, List<ExchangeId> exchanges) {
                return backOffice.acknowledge(caller, exchanges);
            }

            @Override
            public Map<ExchangeId, BackOffice.Effect> giveBack(
                    SystemName caller, Map<ExchangeId, ReturnReason> exchanges) {
                return backOffice.giveBack(caller, exchanges);
            }
        };
    }
}
