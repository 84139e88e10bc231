package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.Role;
import cn.changzhutan.exchange.audit.GroupBy;
import cn.changzhutan.exchange.audit.TermsReader;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What auditors ask of the log. Every call is an entry of the log before it is answered. */
@RestController
class AuditController {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    private final AuditDesk desk;
    private final BodyReader bodies;

    AuditController(AuditDesk desk, BodyReader bodies) {
        this.desk = desk;
        this.bodies = bodies;
    }

    @PostMapping(path = "/api/v1/audit/search", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> search(HttpServletRequest request) {
        Caller user = Requests.user(request, Role.AUDITOR);
        TermsReader question = new TermsReader(AuditBody.read(request, bodies), Set.of("limit", "after", "open"));
        return ok(AuditAnswers.Found.of(desk.search(
                user,
                question.reason(),
                question.terms(),
                question.text("after").orElse(""),
                question.count("limit", DEFAULT_LIMIT, MAX_LIMIT),
                question.flag("open"))));
    }

    @PostMapping(path = "/api/v1/audit/count", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> count(HttpServletRequest request) {
        Caller user = Requests.user(request, Role.AUDITOR);
        TermsReader question = new TermsReader(AuditBody.read(request, bodies), Set.of("groupBy"));
        List<GroupBy> groups = question.groups("groupBy");
        return ok(AuditAnswers.Counts.of(desk.count(user, question.reason(), question.terms(), groups), groups));
    }

    @PostMapping(path = "/api/v1/audit/export", produces = "application/zip")
    void export(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Caller user = Requests.user(request, Role.AUDITOR);
        TermsReader question = new TermsReader(AuditBody.read(request, bodies), Set.of("after", "open"));
        try (AuditDesk.Handout export = desk.export(
                user,
                question.reason(),
                question.terms(),
                question.text("after").orElse(""),
                question.flag("open"))) {
            response.setContentType("application/zip");
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    "attachment; filename=\"audit-export-" + export.entry() + ".zip\"");
            export.writeTo(response.getOutputStream());
        }
    }

    private static ResponseEntity<byte[]> ok(Object answer) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(ApiJson.bytes(answer));
    }
}
