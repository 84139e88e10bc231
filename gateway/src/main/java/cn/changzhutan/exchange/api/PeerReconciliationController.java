package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Role;
import cn.changzhutan.exchange.audit.Flow;
import cn.changzhutan.exchange.audit.Reconciliations;
import cn.changzhutan.exchange.audit.Statement;
import cn.changzhutan.exchange.audit.StatementJson;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** 对账 for the other cities' gateways: this city's statement of the exchanges with the city that asks, and no other's. */
@RestController
class PeerReconciliationController {
    private final Reconciliations reconciliations;
    private final Clock clock = Clock.systemUTC();

    PeerReconciliationController(Reconciliations reconciliations) {
        this.reconciliations = reconciliations;
    }

    @GetMapping(path = "/api/v1/reconciliation/statement", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> statement(HttpServletRequest request) {
        City peer = Requests.user(request, Role.PEER).peer();
        QueryParameters query = QueryParameters.of(request, Set.of("day"));
        Statement statement = reconciliations.statement(ReconciliationsController.day(query, clock), peer);
        return ReconciliationsController.ok(StatementJson.write(statement));
    }

    @GetMapping(path = "/api/v1/reconciliation/exchanges", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> exchanges(HttpServletRequest request) {
        City peer = Requests.user(request, Role.PEER).peer();
        QueryParameters query = QueryParameters.of(request, Set.of("day", "flow", "kind", "type", "after", "limit"));
        return ReconciliationsController.ok(StatementJson.write(reconciliations.items(
                ReconciliationsController.day(query, clock),
                peer,
                key(query),
                ReconciliationsController.after(query),
                query.count("limit", Reconciliations.PAGE, Reconciliations.PAGE))));
    }

    private static Statement.Key key(QueryParameters query) {
        Flow flow;
        try {
            flow = Flow.valueOf(query.required("flow"));
        } catch (IllegalArgumentException e) {
            throw QueryParameters.invalid("flow", "SENT or RECEIVED", "SENT 或 RECEIVED");
        }
        try {
            return new Statement.Key(flow, new RecordType(query.required("kind"), query.required("type")));
        } catch (IllegalArgumentException e) {
            throw QueryParameters.invalid("type", "a kind and a type", "数据种类和类型");
        }
    }
}
