package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.audit.QueryException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** Reads the JSON body of a question. Questions come in bodies: what is searched for never stands in a URL. */
final class AuditBody {
    private static final int LIMIT = 1 << 16;

    private AuditBody() {}

    static JsonNode read(HttpServletRequest request, BodyReader bodies) {
        QueryParameters.of(request, Set.of());
        MediaTypes.requireJson(request);
        try (Body body = bodies.read(request, LIMIT)) {
            return Json.parse(body.bytes());
        } catch (Json.MalformedException e) {
            throw new QueryException("", "strict JSON in UTF-8", "严格的 UTF-8 JSON");
        }
    }
}
