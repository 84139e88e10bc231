package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.CanonicalJson;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.crypto.EnvelopeSealer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * The reason of a return on its way to the sender: the code stands in the RETURNED leaf, the text travels in an envelope, because
 * clerks write about people.
 */
final class ReturnSlip {
    static final int MAX_TEXT = 500;

    private ReturnSlip() {}

    /** The envelope that goes with a RETURNED leaf. */
    static byte[] seal(EnvelopeSealer sealer, ExchangeId id, City from, City to, ReturnReason reason) {
        byte[] inside = CanonicalJson.write(
                JsonNodeFactory.instance.objectNode().put("code", reason.code()).put("text", reason.text()));
        return sealer.seal(id, from, to, inside).envelope();
    }

    /** @throws VerificationException if the content is not a reason or its code is not the leaf's */
    static ReturnReason open(byte[] inside, String leafCode) throws VerificationException {
        try {
            JsonNode slip = Json.parse(inside);
            String code = slip.path("code").textValue();
            String text = slip.path("text").textValue();
            if (slip.size() == 2 && text != null && leafCode.equals(code) && text.length() <= 2 * MAX_TEXT) {
                return new ReturnReason(code, text);
            }
        } catch (Json.MalformedException e) {
            throw new VerificationException("RETURN_REASON_MALFORMED", "the reason is not JSON");
        }
        throw new VerificationException("RETURN_REASON_MALFORMED", "the reason is not the one that the leaf names");
    }
}
