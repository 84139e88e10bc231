package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.crypto.HmacSm3;
import java.nio.charset.StandardCharsets;

/**
 * Tells whether two submissions under one message id are the same: HMAC-SM3, under a secret of this city, of every parameter and
 * the exact content. Thread-safe.
 */
final class ContentDigest {
    private final HmacSm3 secret;

    ContentDigest(byte[] secret) {
        this.secret = new HmacSm3(secret);
    }

    byte[] of(Submission submission) {
        StringBuilder parameters = new StringBuilder(256);
        add(parameters, submission.type().toString());
        add(
                parameters,
                String.join(",", submission.to().stream().map(City::name).toList()));
        add(parameters, submission.purpose());
        add(parameters, submission.caseNumber().orElse(""));
        add(parameters, submission.officer());
        add(parameters, submission.onBehalfOf().orElse(""));
        add(parameters, submission.form().name());
        return secret.of(parameters.toString().getBytes(StandardCharsets.UTF_8), submission.content());
    }

    private static void add(StringBuilder parameters, String value) {
        parameters.append(value.length()).append(':').append(value).append('\n');
    }
}
