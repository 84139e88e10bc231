package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.pipeline.ReturnReason;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads a back office's HTTP answer: 2xx is taken; 409 and 422 with {@code application/problem+json} (RFC 9457) is a return with its
 * {@code code} and {@code detail}; all else is a failure to be tried again, also a 409 of a proxy that knows nothing of records.
 */
final class BackOfficeAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{1,63}");
    private static final int TEXT_LIMIT = 500;

    private BackOfficeAnswer() {}

    static DeliveryEffect effect(int status, String mediaType, byte[] body) {
        if (status >= 200 && status < 300) {
            return new DeliveryEffect.Taken();
        }
        if ((status == 409 || status == 422) && isProblem(mediaType)) {
            JsonNode problem = parse(body);
            if (problem != null && problem.isObject()) {
                return new DeliveryEffect.Returned(new ReturnReason(
                        code(problem), text(problem.path("detail").asText(""))));
            }
        }
        return new DeliveryEffect.Failed("HTTP_" + status);
    }

    private static boolean isProblem(String mediaType) {
        return mediaType
                .toLowerCase(Locale.ROOT)
                .replaceFirst(";.*", "")
                .strip()
                .equals("application/problem+json");
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    private static String code(JsonNode problem) {
        String code = problem.path("code").asText("");
        return CODE.matcher(code).matches() ? code : "RETURNED_BY_RECEIVER";
    }

    /** Without control characters, cut to 500 characters (Unicode scalar values, so that no 𠮷 is halved). */
    private static String text(String detail) {
        int[] shown = detail.codePoints()
                .filter(c -> !Character.isISOControl(c) || c == '\n')
                .limit(TEXT_LIMIT)
                .toArray();
        String text = new String(shown, 0, shown.length).strip();
        return text.isEmpty() ? "The back office gave no reason. 对方系统未说明退回原因。" : text;
    }
}
