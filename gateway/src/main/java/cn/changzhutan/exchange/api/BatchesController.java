package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.pipeline.Intake;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sends many records at once: one result a record, in order; a bad one spoils no other. */
@RestController
class BatchesController {
    private final ApiSettings settings;
    private final SendingRoutes routes;
    private final DoorLog door;
    private final Intake intake;
    private final BodyReader bodies;

    BatchesController(ApiSettings settings, SendingRoutes routes, DoorLog door, Intake intake, BodyReader bodies) {
        this.settings = settings;
        this.routes = routes;
        this.door = door;
        this.intake = intake;
        this.bodies = bodies;
    }

    @PostMapping(path = "/api/v1/batches", produces = MediaTypes.LINES)
    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SendingCall call = SendingCall.of(request, settings, routes, door);
        MediaTypes.BatchForm form = MediaTypes.ofBatch(request, call.route().mediaType());
        // the numbers of the records are put behind the key, which together must stay within 128 characters
        String key = form == MediaTypes.BatchForm.DOCUMENT ? ExchangeHeaders.key(request, 112) : "";
        try (Body body = bodies.read(request, settings.limits().batchBytes())) {
            Batch batch = switch (form) {
                case SHARED_LINES -> Batch.lines(body.bytes(), Submission.Form.SHARED, call);
                case NATIVE_LINES -> Batch.lines(body.bytes(), Submission.Form.NATIVE, call);
                case DOCUMENT -> Batch.document(body.bytes(), key, call);
            };
            write(new BatchRun(batch, intake, Requests.instance(request)), response);
        }
    }

    private static void write(BatchRun run, HttpServletResponse response) throws IOException {
        // before the first byte of the answer, so that a gateway that takes nothing can say so with its status
        List<Answers.Line> group = run.next();
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(MediaTypes.LINES);
        OutputStream out = response.getOutputStream();
        while (true) {
            for (Answers.Line line : group) {
                out.write(ApiJson.bytes(line));
                out.write('\n');
            }
            out.flush();
            if (!run.hasNext()) {
                return;
            }
            group = run.next();
        }
    }
}
