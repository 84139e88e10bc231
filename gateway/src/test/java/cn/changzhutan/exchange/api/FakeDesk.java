package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.pipeline.BackOffice;
import cn.changzhutan.exchange.pipeline.Delivery;
import cn.changzhutan.exchange.pipeline.ReturnReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers what a test put there; fails where the test says so. Cursors are whole numbers. */
final class FakeDesk implements Desk {
    final Map<ExchangeId, BackOffice.View> views = new LinkedHashMap<>();
    final List<BackOffice.Closed> closed = new ArrayList<>();
    final List<Delivery> waiting = new ArrayList<>();
    final Map<ExchangeId, ReturnReason> returned = new LinkedHashMap<>();
    final List<String> calls = new ArrayList<>();
    RuntimeException failure;

    @Override
    public Optional<BackOffice.View> exchange(SystemName caller, ExchangeId exchange) {
        call("exchange " + caller + " " + exchange);
        return Optional.ofNullable(views.get(exchange));
    }

    @Override
    public BackOffice.Page<BackOffice.Closed> outcomes(SystemName caller, String after, int limit, Duration wait) {
        call("outcomes " + caller + " '" + after + "' " + limit + (wait.isZero() ? "" : " " + wait));
        return page(closed, after, limit);
    }

    @Override
    public BackOffice.Page<Delivery> inbox(SystemName caller, String after, int limit, Duration wait) {
        call("inbox " + caller + " '" + after + "' " + limit + (wait.isZero() ? "" : " " + wait));
        return page(waiting, after, limit);
    }

    @Override
    public List<BackOffice.Effect> acknowledge(SystemName caller, List<ExchangeId> exchanges) {
        call("acknowledge " + caller + " " + exchanges);
        return exchanges.stream().map(this::effect).toList();
    }

    @Override
    public Map<ExchangeId, BackOffice.Effect> giveBack(SystemName caller, Map<ExchangeId, ReturnReason> exchanges) {
        call("return " + caller + " " + exchanges.keySet());
        returned.putAll(exchanges);
        Map<ExchangeId, BackOffice.Effect> effects = new LinkedHashMap<>();
        exchanges.keySet().forEach(exchange -> effects.put(exchange, effect(exchange)));
        return effects;
    }

    private BackOffice.Effect effect(ExchangeId exchange) {
        return waiting.stream().anyMatch(item -> item.exchange().equals(exchange))
                ? BackOffice.Effect.DONE
                : BackOffice.Effect.UNKNOWN;
    }

    private static <T> BackOffice.Page<T> page(List<T> all, String after, int limit) {
        int from = after.isEmpty() ? 0 : Integer.parseInt(after);
        int to = Math.min(all.size(), from + limit);
        return new BackOffice.Page<>(all.subList(from, to), Integer.toString(to));
    }

    private void call(String what) {
        if (failure != null) {
            throw failure;
        }
        calls.add(what);
    }

    void reset() {
        views.clear();
        closed.clear();
        waiting.clear();
        returned.clear();
        calls.clear();
        failure = null;
    }
}
