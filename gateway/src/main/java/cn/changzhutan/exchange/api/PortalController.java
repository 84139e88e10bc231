package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.Role;
import cn.changzhutan.exchange.audit.PersonReader;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who read a person's data, for the citizen portal, which has made sure who asks. */
@RestController
class PortalController {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    private final AuditDesk desk;
    private final BodyReader bodies;

    PortalController(AuditDesk desk, BodyReader bodies) {
        this.desk = desk;
        this.bodies = bodies;
    }

    @PostMapping(path = "/api/v1/portal/usages", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> usages(HttpServletRequest request) {
        Caller portal = Requests.user(request, Role.PORTAL);
        PersonReader question = new PersonReader(AuditBody.read(request, bodies));
        AuditAnswers.Usages answer = AuditAnswers.Usages.of(
                desk.usages(portal, question.person(), question.after(), question.limit(DEFAULT_LIMIT, MAX_LIMIT)));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(ApiJson.bytes(answer));
    }
}
