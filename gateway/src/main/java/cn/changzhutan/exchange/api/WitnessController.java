package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.witness.CheckpointWitness;
import cn.changzhutan.exchange.witness.WitnessAnswer;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * This city as a witness of the others' logs: C2SP tlog-witness below {@code /witness}. Open to all: what is believed are the signatures
 * of pinned logs. The protocol's own answers are plain text, as it has them; what the HTTP side refuses is a problem as everywhere.
 */
@RestController
class WitnessController {
    static final String ADD = "/witness/add-checkpoint";
    static final String CHECKPOINT = "/witness/checkpoint/";

    private final WitnessCalls witness;
    private final BodyReader bodies;

    WitnessController(WitnessCalls witness, BodyReader bodies) {
        this.witness = witness;
        this.bodies = bodies;
    }

    @PostMapping(ADD)
    ResponseEntity<byte[]> add(HttpServletRequest request) {
        QueryParameters.of(request, Set.of());
        try (Body body = bodies.read(request, CheckpointWitness.MAX_BYTES)) {
            return answer(witness.add(body.bytes()));
        }
    }

    @GetMapping(CHECKPOINT + "{hash}")
    ResponseEntity<byte[]> newest(HttpServletRequest request, @PathVariable("hash") String hash) {
        QueryParameters.of(request, Set.of());
        return answer(witness.newest(hash));
    }

    private static ResponseEntity<byte[]> answer(WitnessAnswer answer) {
        return ResponseEntity.status(answer.status())
                .contentType(MediaType.parseMediaType(answer.mediaType()))
                .body(answer.body().getBytes(StandardCharsets.UTF_8));
    }
}
