package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.pipeline.Answer;
import cn.changzhutan.exchange.pipeline.Intake;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sends one record, and says what became of it. */
@RestController
class ExchangesController {
    private final ApiSettings settings;
    private final SendingRoutes routes;
    private final DoorLog door;
    private final Intake intake;
    private final Desk desk;
    private final BodyReader bodies;

    ExchangesController(
            ApiSettings settings, SendingRoutes routes, DoorLog door, Intake intake, Desk desk, BodyReader bodies) {
        this.settings = settings;
        this.routes = routes;
        this.door = door;
        this.intake = intake;
        this.desk = desk;
        this.bodies = bodies;
    }

    @PostMapping(path = "/api/v1/exchanges", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> send(HttpServletRequest request) {
        SendingCall call = SendingCall.of(request, settings, routes, door);
        String key = ExchangeHeaders.key(request, 128);
        Submission.Form form = MediaTypes.ofRecord(request, call.route().mediaType());
        try (Body body = bodies.read(request, settings.limits().bodyBytes())) {
            Answer answer = intake.submit(List.of(call.submission(key, Optional.empty(), form, body.bytes())))
                    .get(0);
            if (answer instanceof Answer.Refused refused) {
                throw Refusals.problem(refused.refusal());
            }
            return accepted(Answers.Accepted.of(key, (Answer.Accepted) answer));
        }
    }

    private static ResponseEntity<byte[]> accepted(Answers.Accepted accepted) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.accepted().contentType(MediaType.APPLICATION_JSON);
        if (accepted.exchanges().size() == 1) {
            ExchangeId exchange = accepted.exchanges().get(0).exchange();
            Requests.about(exchange);
            answer.header(HttpHeaders.LOCATION, "/api/v1/exchanges/" + exchange);
        }
        return answer.body(ApiJson.bytes(accepted));
    }

    @GetMapping(path = "/api/v1/exchanges/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> exchange(@PathVariable("id") String id, HttpServletRequest request) {
        QueryParameters.of(request, Set.of());
        return Requests.exchange(id)
                .flatMap(exchange -> desk.exchange(Requests.caller(request), exchange))
                .map(view -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(ApiJson.bytes(Answers.Exchange.of(view))))
                .orElseThrow(() -> ApiProblem.of(
                        ProblemCode.EXCHANGE_UNKNOWN,
                        "",
                        "ask for an exchange that this system sent or received",
                        "只能查询本系统发送或接收的交换记录"));
    }
}
