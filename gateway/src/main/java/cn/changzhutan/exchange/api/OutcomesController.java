package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.pipeline.BackOffice;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What became of what a system sent, in the order in which it closed. */
@RestController
class OutcomesController {
    private final Desk desk;

    OutcomesController(Desk desk) {
        this.desk = desk;
    }

    @GetMapping(path = "/api/v1/outcomes", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> outcomes(HttpServletRequest request) {
        Paging paging = Paging.withWait(request);
        BackOffice.Page<BackOffice.Closed> page =
                paging.page(after -> desk.outcomes(Requests.caller(request), after, paging.limit(), paging.patience()));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(ApiJson.bytes(new Answers.Page<>(
                        page.items().stream().map(Answers.Outcome::of).toList(), page.next())));
    }
}
