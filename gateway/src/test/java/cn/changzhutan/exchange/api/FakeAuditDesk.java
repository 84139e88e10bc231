package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.audit.Auditor;
import cn.changzhutan.exchange.audit.GroupBy;
import cn.changzhutan.exchange.audit.Item;
import cn.changzhutan.exchange.audit.PersonId;
import cn.changzhutan.exchange.audit.QueryException;
import cn.changzhutan.exchange.audit.Terms;
import cn.changzhutan.exchange.audit.Tracker;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers one entry to every question, and remembers what it was asked; fails where the test says so. */
final class FakeAuditDesk implements AuditDesk {
    private static final Instant TIME = Instant.parse("2026-11-22T01:02:03.004Z");
    private static final Auditor.Reach REACH = new Auditor.Reach(12, 13);

    final List<String> calls = new ArrayList<>();
    RuntimeException failure;
    boolean closed;

    @Override
    public Auditor.Found search(Caller user, String reason, Terms terms, String after, int limit, boolean open) {
        call("search " + user + " " + reason + " " + terms.facts() + " '" + after + "' " + limit + " " + open);
        if (after.equals("nowhere")) {
            throw new QueryException("/after", "a cursor", "游标");
        }
        Item item = new Item(
                11,
                TIME,
                Optional.of(ExchangeId.parse("01932f3a-7c21-7b44-9d51-3f0a6c2e8b17")),
                "changsha",
                "zhuzhou",
                Map.of("event", "ACCEPTED", "outcome", "OPEN", "kind", "pension", "type", "PARTICIPATION"),
                Optional.of(new BigDecimal("6000.00")),
                Optional.empty(),
                open
                        ? Optional.of(new Item.Actor(
                                Optional.of("李·办事员"),
                                Optional.of("案-1"),
                                Optional.empty(),
                                List.of("430102********9973")))
                        : Optional.empty(),
                Optional.empty());
        return new Auditor.Found(List.of(item), Optional.of("next"), REACH, 14);
    }

    @Override
    public Auditor.Counts count(Caller user, String reason, Terms terms, List<GroupBy> groups) {
        call("count " + user + " " + reason + " "
                + groups.stream().map(GroupBy::name).toList());
        return new Auditor.Counts(
                List.of(new Auditor.Counted(
                        groups.stream().map(GroupBy::name).toList(), 2, Optional.of(new BigDecimal("1.50")))),
                true,
                REACH,
                14);
    }

    @Override
    public Handout export(Caller user, String reason, Terms terms, String after, boolean open) {
        call("export " + user + " " + reason);
        return new Handout() {
            @Override
            public long entry() {
                return 14;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write("zip".getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }

    @Override
    public Tracker.Usages usages(Caller portal, PersonId person, String after, int limit) {
        call("usages " + portal + " " + person.idType() + " " + person.id() + " '" + after + "' " + limit);
        return new Tracker.Usages(
                List.of(new Tracker.Usage(
                        LocalDate.of(2026, 11, 22),
                        Tracker.Action.PROVIDED,
                        "pension",
                        "PARTICIPATION",
                        new Tracker.Body("zhuzhou", "zhuzhou-pension", "株洲市社会保险", "Pension insurance of Zhuzhou"),
                        "PENSION_TRANSFER",
                        "STATUTORY_DUTY",
                        2,
                        TIME,
                        TIME)),
                Optional.empty(),
                List.of(),
                REACH,
                14);
    }

    private void call(String what) {
        if (failure != null) {
            throw failure;
        }
        calls.add(what);
    }

    void reset() {
        calls.clear();
        failure = null;
        closed = false;
    }
}
