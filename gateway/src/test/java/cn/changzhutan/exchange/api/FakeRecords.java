package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.audit.BusinessDay;
import cn.changzhutan.exchange.audit.Erasing;
import cn.changzhutan.exchange.audit.Flow;
import cn.changzhutan.exchange.audit.Reconciliation;
import cn.changzhutan.exchange.audit.Reconciliations;
import cn.changzhutan.exchange.audit.Statement;
import cn.changzhutan.exchange.audit.StatementItem;
import cn.changzhutan.exchange.pipeline.ErasureGround;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Books with one line and one mismatch; an erasure waits until another user than the first agrees. */
final class FakeRecords implements Reconciliations, Erasing {
    static final City ZHUZHOU = new City("zhuzhou");
    static final RecordType PENSION = new RecordType("pension", "PARTICIPATION");
    static final ExchangeId EXCHANGE = ExchangeId.parse("01932f3a-7c21-7b44-9d51-3f0a6c2e8b17");
    static final UUID ERASURE = UUID.fromString("5f0c7a52-94c8-4a3a-9f3e-0c8a4a6b1d11");
    static final Instant AT = Instant.parse("2026-11-22T02:00:00Z");

    final List<String> calls = new ArrayList<>();
    RuntimeException failure;
    boolean done;

    void reset() {
        calls.clear();
        failure = null;
        done = false;
    }

    @Override
    public List<Reconciliation> run(BusinessDay day) {
        call("run " + day);
        return latest(day);
    }

    @Override
    public List<Reconciliation> latest(BusinessDay day) {
        call("latest " + day);
        return List.of(
                new Reconciliation(
                        day,
                        ZHUZHOU,
                        Reconciliation.Outcome.INCOMPLETE,
                        AT,
                        42,
                        "{\"city\":\"changsha\",\"day\":\"" + day
                                + "\",\"lines\":[],\"outcome\":\"INCOMPLETE\",\"peer\":\"zhuzhou\",\"trouble\":\"UNREACHABLE\"}"));
    }

    @Override
    public Reconciliation.Page mismatches(BusinessDay day, City peer, Optional<ExchangeId> after, int limit) {
        call("mismatches " + day + " " + peer + " "
                + after.map(Object::toString).orElse("") + " " + limit);
        return new Reconciliation.Page(
                List.of(new Reconciliation.Mismatch(
                        EXCHANGE, Flow.SENT, PENSION, Optional.of("OPEN 6000.00"), Optional.empty())),
                Optional.of(EXCHANGE));
    }

    @Override
    public Statement statement(BusinessDay day, City peer) {
        call("statement " + day + " " + peer);
        return new Statement(
                new City("changsha"),
                peer,
                day,
                List.of(new Statement.Line(
                        new Statement.Key(Flow.SENT, PENSION),
                        new Statement.Totals(1, 0, 0, new BigDecimal("6000.00"), 1, 0, "0".repeat(64)))));
    }

    @Override
    public List<StatementItem> items(
            BusinessDay day, City peer, Statement.Key key, Optional<ExchangeId> after, int limit) {
        call("items " + day + " " + peer + " " + key.flow() + " " + key.type() + " " + limit);
        return List.of(new StatementItem(EXCHANGE, "DELIVERED", Optional.of(new BigDecimal("6000.00")), false));
    }

    @Override
    public Erasure request(Caller by, List<ExchangeId> exchanges, ErasureGround ground) {
        call("erase " + by + " " + exchanges + " " + ground);
        return erasure();
    }

    @Override
    public Erasure requestOf(Caller by, String idType, String id, ErasureGround ground) {
        call("erase " + by + " " + idType + " " + id + " " + ground);
        if (!idType.equals("RESIDENT_ID")) {
            throw new IllegalArgumentException("idType");
        }
        return erasure();
    }

    @Override
    public Approval approve(Caller by, UUID id) {
        call("approve " + by + " " + id);
        Optional<Objection> objection = !id.equals(ERASURE)
                ? Optional.of(Objection.UNKNOWN)
                : done
                        ? Optional.of(Objection.DONE)
                        : by.name().equals("changsha-operator") ? Optional.of(Objection.SAME_USER) : Optional.empty();
        if (objection.isPresent()) {
            return new Approval(Optional.empty(), objection);
        }
        done = true;
        return new Approval(Optional.of(erasure()), Optional.empty());
    }

    @Override
    public Optional<Erasure> find(UUID id) {
        call("find " + id);
        return id.equals(ERASURE) ? Optional.of(erasure()) : Optional.empty();
    }

    private Erasure erasure() {
        return new Erasure(
                ERASURE,
                ErasureGround.CONSENT_WITHDRAWN,
                done ? State.DONE : State.WAITING,
                3,
                "changsha-operator",
                AT,
                done ? Optional.of("changsha-admin") : Optional.empty(),
                done ? Optional.of(2) : Optional.empty(),
                1);
    }

    private void call(String what) {
        if (failure != null) {
            throw failure;
        }
        calls.add(what);
    }
}
