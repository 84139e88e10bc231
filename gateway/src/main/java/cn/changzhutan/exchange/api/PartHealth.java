package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.api.Parts.Probe;
import java.util.Optional;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

/** The health of one part of the gateway. A probe that fails counts as trouble; its message stays out. */
final class PartHealth implements HealthIndicator {
    private final Probe probe;
    private final Status whenDown;

    PartHealth(Probe probe, Status whenDown) {
        this.probe = probe;
        this.whenDown = whenDown;
    }

    @Override
    public Health health() {
        Optional<String> trouble;
        try {
            trouble = probe.trouble();
        } catch (RuntimeException e) {
            trouble = Optional.of("PROBE_FAILED");
        }
        return trouble.map(word ->
                        Health.status(whenDown).withDetail("trouble", word).build())
                .orElseGet(() -> Health.up().build());
    }
}
