package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.Role;
import cn.changzhutan.exchange.audit.Erasing;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Erasure: one user asks, another agrees where the settings say so, and the log says that it happened. */
@RestController
class ErasuresController {
    private final Erasing erasing;
    private final BodyReader bodies;
    private final ApiLimits limits;

    ErasuresController(Erasing erasing, BodyReader bodies, ApiSettings settings) {
        this.erasing = erasing;
        this.bodies = bodies;
        this.limits = settings.limits();
    }

    record Erasure(
            String id,
            String ground,
            String state,
            int exchanges,
            String requestedBy,
            Instant requestedAt,
            String approvedBy,
            Integer erased,
            int open) {
        static Erasure of(Erasing.Erasure one) {
            return new Erasure(
                    one.id().toString(),
                    one.ground().name(),
                    one.state().name(),
                    one.exchanges(),
                    one.requestedBy(),
                    one.requestedAt(),
                    one.approvedBy().orElse(null),
                    one.erased().orElse(null),
                    one.open());
        }
    }

    @PostMapping(path = "/api/v1/erasures", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> request(HttpServletRequest request) {
        Caller caller = Requests.user(request, Role.OPERATOR);
        QueryParameters.of(request, Set.of());
        MediaTypes.requireJson(request);
        try (Body body = bodies.read(request, limits.bodyBytes())) {
            return answer(ask(caller, ErasureCall.read(body.bytes())));
        }
    }

    private Erasing.Erasure ask(Caller caller, ErasureCall call) {
        if (call.idType().isEmpty()) {
            return erasing.request(caller, call.exchanges(), call.ground());
        }
        try {
            return erasing.requestOf(caller, call.idType(), call.id(), call.ground());
        } catch (IllegalArgumentException e) {
            throw JsonBody.malformed(
                    "/person",
                    "an id of a known type, of at most " + Erasing.MAX_EXCHANGES + " exchanges",
                    "已知类型的证件号码, 涉及交换不超过 " + Erasing.MAX_EXCHANGES + " 笔");
        }
    }

    @GetMapping(path = "/api/v1/erasures/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> read(@PathVariable("id") String id, HttpServletRequest request) {
        Requests.user(request, Role.OPERATOR, Role.ADMIN, Role.AUDITOR);
        QueryParameters.of(request, Set.of());
        return answer(parse(id).flatMap(erasing::find).orElseThrow(ErasuresController::unknown));
    }

    @PostMapping(path = "/api/v1/erasures/{id}/approve", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> approve(@PathVariable("id") String id, HttpServletRequest request) {
        Caller caller = Requests.user(request, Role.OPERATOR, Role.ADMIN);
        QueryParameters.of(request, Set.of());
        Erasing.Approval approval = erasing.approve(caller, parse(id).orElseThrow(ErasuresController::unknown));
        if (approval.objection().isPresent()) {
            throw switch (approval.objection().get()) {
                case UNKNOWN -> unknown();
                case SAME_USER ->
                    ApiProblem.of(
                            ProblemCode.SECOND_USER_NEEDED,
                            "Authorization",
                            "let another user agree than the one who asked",
                            "须由申请人以外的用户审批");
                case DONE ->
                    ApiProblem.of(
                            ProblemCode.ERASURE_DONE, "", "read the erasure to see what it did", "该删除已执行, 请查询其结果");
            };
        }
        return answer(approval.erasure().orElseThrow());
    }

    /** 200 when it is carried out, 202 while it waits for a second user. */
    private static ResponseEntity<byte[]> answer(Erasing.Erasure erasure) {
        ResponseEntity.BodyBuilder answer =
                erasure.state() == Erasing.State.DONE ? ResponseEntity.ok() : ResponseEntity.accepted();
        return answer.contentType(MediaType.APPLICATION_JSON).body(ApiJson.bytes(Erasure.of(erasure)));
    }

    private static Optional<UUID> parse(String id) {
        try {
            return Optional.of(UUID.fromString(id))
                    .filter(uuid -> uuid.toString().equals(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ApiProblem unknown() {
        return ApiProblem.of(
                ProblemCode.ERASURE_UNKNOWN, "", "use the id that the request was answered with", "请使用申请时返回的编号");
    }
}
