package cn.changzhutan.exchange.settings;

import java.time.LocalTime;
import java.time.Period;

/**
 * How long personal data are kept, and who may end that earlier.
 *
 * @param payload of closed exchanges, at least 3 years: then its keys are destroyed
 * @param networkLog messages that could not be verified and were set aside, at least 6 months
 * @param secondApprover whether an erasure that somebody asks for needs another user's agreement
 * @param at time of day, Asia/Shanghai, from which the day before is reconciled and what has been kept long enough ends
 */
public record RetentionSettings(Period payload, Period networkLog, boolean secondApprover, LocalTime at) {
    /** Records of providing personal data to others are kept at least 3 years (Personal Information Protection Law, article 56). */
    public static final Period LEAST_PAYLOAD = Period.ofYears(3);
    /** Network logs are kept at least 6 months (Cybersecurity Law). */
    public static final Period LEAST_NETWORK_LOG = Period.ofMonths(6);

    public static final RetentionSettings DEFAULTS =
            new RetentionSettings(LEAST_PAYLOAD, LEAST_NETWORK_LOG, true, LocalTime.of(3, 30));

    static RetentionSettings read(YamlMap top) {
        Form<Boolean> yes = Form.known("one of", java.util.List.of("true", "false"), Boolean::valueOf);
        YamlMap retention = top.optionalMap("retention").orElse(null);
        Period payload = DEFAULTS.payload();
        Period networkLog = DEFAULTS.networkLog();
        Boolean second = DEFAULTS.secondApprover();
        if (retention != null) {
            payload = retention.optional("payload", payload, Form.period(LEAST_PAYLOAD));
            networkLog = retention.optional("networkLog", networkLog, Form.period(LEAST_NETWORK_LOG));
            second = retention.optional("secondApprover", second, yes);
            retention.finish();
        }
        LocalTime at =
                top.optional("dailyTasksAt", DEFAULTS.at(), Form.of("a time of day such as 03:30", LocalTime::parse));
        return payload == null || networkLog == null || second == null || at == null
                ? DEFAULTS
                : new RetentionSettings(payload, networkLog, second, at);
    }
}
