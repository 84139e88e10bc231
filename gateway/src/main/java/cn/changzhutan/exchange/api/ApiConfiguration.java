package cn.changzhutan.exchange.api;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The HTTP side of a gateway. Needs {@link ApiSettings}, and a bean of each public interface of this package: its ports.
 */
@Configuration(proxyBeanMethods = false)
@Import({
    ApiErrorController.class,
    ApiExceptionHandler.class,
    AuditController.class,
    BatchesController.class,
    ErasuresController.class,
    EvidenceController.class,
    ExchangesController.class,
    InboxController.class,
    LogController.class,
    OpenApiController.class,
    OutcomesController.class,
    PeerReconciliationController.class,
    PortalController.class,
    ReconciliationsController.class,
    RequestFilter.class,
    TokenFilter.class,
    TomcatTightening.class,
    WitnessController.class
})
public class ApiConfiguration {
    /** The gateway still takes records: they wait. Not a reason to send callers elsewhere. */
    static final Status DEGRADED = new Status("DEGRADED", "records are accepted and wait");

    @Bean
    BodyReader bodyReader(ApiSettings settings) {
        return new BodyReader(settings.limits());
    }

    @Bean
    HealthIndicator databaseHealthIndicator(Parts parts) {
        return new PartHealth(parts.database(), Status.DOWN);
    }

    @Bean
    HealthIndicator logHealthIndicator(Parts parts) {
        return new PartHealth(parts.log(), Status.DOWN);
    }

    @Bean
    HealthIndicator brokerHealthIndicator(Parts parts) {
        return new PartHealth(parts.broker(), DEGRADED);
    }

    @Bean
    GatewayMetrics gatewayMetrics(GatewayNumbers numbers, PrometheusRegistry registry) {
        GatewayMetrics metrics = new GatewayMetrics(numbers);
        registry.register(metrics);
        return metrics;
    }

    @Bean
    IndexMetrics indexMetrics(IndexProgress progress, PrometheusRegistry registry) {
        IndexMetrics metrics = new IndexMetrics(progress);
        registry.register(metrics);
        return metrics;
    }

    @Bean
    KeyMetrics keyMetrics(KeyDates dates, PrometheusRegistry registry) {
        KeyMetrics metrics = new KeyMetrics(dates);
        registry.register(metrics);
        return metrics;
    }
}
