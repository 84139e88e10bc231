package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Evidence of one exchange, for anyone to verify offline. */
@RestController
class EvidenceController {
    static final String ZIP = "application/zip";
    private static final String REASON = "Audit-Reason";
    private final EvidenceDesk desk;

    EvidenceController(EvidenceDesk desk) {
        this.desk = desk;
    }

    @GetMapping(path = "/api/v1/exchanges/{id}/evidence", produces = ZIP)
    ResponseEntity<byte[]> evidence(@PathVariable("id") String id, HttpServletRequest request) {
        Caller caller = Requests.user(request, Role.SYSTEM, Role.AUDITOR);
        QueryParameters.of(request, Set.of());
        Optional<String> reason = ExchangeHeaders.text(request, REASON);
        byte[] zip = Requests.exchange(id)
                .flatMap(exchange -> desk.bundle(caller, reason, exchange))
                .orElseThrow(() -> ApiProblem.of(
                        ProblemCode.EXCHANGE_UNKNOWN,
                        "",
                        "ask for an exchange of this city; a system, for one that it sent or received",
                        "只能查询本市的交换记录; 业务系统只能查询本系统发送或接收的记录"));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(ZIP))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"evidence-" + id + ".zip\"")
                .body(zip);
    }
}
