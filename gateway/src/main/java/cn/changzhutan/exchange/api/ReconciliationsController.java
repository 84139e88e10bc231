package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.Role;
import cn.changzhutan.exchange.audit.BusinessDay;
import cn.changzhutan.exchange.audit.Reconciliation;
import cn.changzhutan.exchange.audit.Reconciliations;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** 对账 for people: run it for a day, read what came of it, and what did not agree. */
@RestController
class ReconciliationsController {
    private final Reconciliations reconciliations;
    private final ApiSettings settings;
    private final Clock clock = Clock.systemUTC();

    ReconciliationsController(Reconciliations reconciliations, ApiSettings settings) {
        this.reconciliations = reconciliations;
        this.settings = settings;
    }

    /** @param result exact text that the log's digest is of */
    record Result(City peer, String outcome, Instant at, String logIndex, JsonNode details, String result) {
        static Result of(Reconciliation one) {
            return new Result(
                    one.peer(),
                    one.outcome().name(),
                    one.at(),
                    Long.toString(one.logIndex()),
                    Json.parse(one.result()),
                    one.result());
        }
    }

    record Results(String day, List<Result> results) {
        static Results of(BusinessDay day, List<Reconciliation> all) {
            return new Results(day.toString(), all.stream().map(Result::of).toList());
        }
    }

    record Mismatch(ExchangeId exchange, String flow, String kind, String type, String here, String there) {
        static Mismatch of(Reconciliation.Mismatch one) {
            return new Mismatch(
                    one.exchange(),
                    one.flow().name(),
                    one.type().kind(),
                    one.type().type(),
                    one.here().orElse(null),
                    one.there().orElse(null));
        }
    }

    record Mismatches(List<Mismatch> items, String next) {}

    @PostMapping(path = "/api/v1/reconciliations", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> run(HttpServletRequest request) {
        Requests.user(request, Role.OPERATOR);
        BusinessDay day = day(QueryParameters.of(request, Set.of("day")), clock);
        return ok(Results.of(day, reconciliations.run(day)));
    }

    @GetMapping(path = "/api/v1/reconciliations", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> latest(HttpServletRequest request) {
        Requests.user(request, Role.OPERATOR, Role.AUDITOR);
        BusinessDay day = day(QueryParameters.of(request, Set.of("day")), clock);
        return ok(Results.of(day, reconciliations.latest(day)));
    }

    @GetMapping(path = "/api/v1/reconciliations/mismatches", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> mismatches(HttpServletRequest request) {
        Requests.user(request, Role.OPERATOR, Role.AUDITOR);
        QueryParameters query = QueryParameters.of(request, Set.of("day", "peer", "after", "limit"));
        BusinessDay day = day(query, clock);
        String peer = query.required("peer");
        City city = settings.others().stream()
                .filter(each -> each.name().equals(peer))
                .findFirst()
                .orElseThrow(() -> QueryParameters.invalid("peer", "another city", "其他城市"));
        Reconciliation.Page page =
                reconciliations.mismatches(day, city, after(query), query.count("limit", 100, Reconciliations.PAGE));
        return ok(new Mismatches(
                page.items().stream().map(Mismatch::of).toList(),
                page.next().map(ExchangeId::toString).orElse("")));
    }

    /** A day that has begun: of the running one, what is still on its way shows as not agreeing. */
    static BusinessDay day(QueryParameters query, Clock clock) {
        try {
            BusinessDay day = BusinessDay.parse(query.required("day"));
            if (!day.date().isAfter(BusinessDay.today(clock).date())
                    && day.date().getYear() >= 2000) {
                return day;
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw QueryParameters.invalid("day", "a day such as 2026-11-22, not in the future", "日期, 如 2026-11-22, 不晚于今天");
    }

    static Optional<ExchangeId> after(QueryParameters query) {
        try {
            return query.optional("after").map(ExchangeId::parse);
        } catch (IllegalArgumentException e) {
            throw QueryParameters.invalid("after", "the next of an earlier page", "上一页返回的 next");
        }
    }

    static ResponseEntity<byte[]> ok(Object answer) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(ApiJson.bytes(answer));
    }
}
