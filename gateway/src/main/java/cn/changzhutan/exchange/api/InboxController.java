package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.pipeline.BackOffice;
import cn.changzhutan.exchange.pipeline.Delivery;
import cn.changzhutan.exchange.pipeline.ReturnReason;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What waits for a polling system, and what the system did with it. */
@RestController
class InboxController {
    private final Desk desk;
    private final BodyReader bodies;
    private final ApiLimits limits;

    InboxController(Desk desk, BodyReader bodies, ApiSettings settings) {
        this.desk = desk;
        this.bodies = bodies;
        this.limits = settings.limits();
    }

    @GetMapping(path = "/api/v1/inbox", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> inbox(HttpServletRequest request) {
        Paging paging = Paging.withWait(request);
        BackOffice.Page<Delivery> page =
                paging.page(after -> desk.inbox(Requests.caller(request), after, paging.limit(), paging.patience()));
        return ok(new Answers.Page<>(
                page.items().stream().map(Answers.InboxItem::of).toList(), page.next()));
    }

    @PostMapping(path = "/api/v1/inbox/acknowledge", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> acknowledge(HttpServletRequest request) {
        QueryParameters.of(request, Set.of());
        MediaTypes.requireJson(request);
        List<ExchangeId> exchanges;
        try (Body body = bodies.read(request, limits.bodyBytes())) {
            exchanges = InboxCalls.acknowledged(body.bytes());
        }
        List<BackOffice.Effect> effects = desk.acknowledge(Requests.caller(request), exchanges);
        List<Answers.Effect> results = new ArrayList<>(effects.size());
        for (int i = 0; i < effects.size(); i++) {
            results.add(new Answers.Effect(exchanges.get(i), effects.get(i)));
        }
        return ok(new Answers.Effects(results));
    }

    @PostMapping(path = "/api/v1/inbox/return", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> giveBack(HttpServletRequest request) {
        QueryParameters.of(request, Set.of());
        MediaTypes.requireJson(request);
        Map<ExchangeId, ReturnReason> returns;
        try (Body body = bodies.read(request, limits.bodyBytes())) {
            returns = InboxCalls.returned(body.bytes());
        }
        Map<ExchangeId, BackOffice.Effect> effects = desk.giveBack(Requests.caller(request), returns);
        return ok(new Answers.Effects(returns.keySet().stream()
                .map(exchange ->
                        new Answers.Effect(exchange, effects.getOrDefault(exchange, BackOffice.Effect.UNKNOWN)))
                .toList()));
    }

    private static ResponseEntity<byte[]> ok(Object answer) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(ApiJson.bytes(answer));
    }
}
