package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.pipeline.Deliveries;
import cn.changzhutan.exchange.pipeline.InboundPipeline;
import cn.changzhutan.exchange.pipeline.Intake;
import cn.changzhutan.exchange.pipeline.OutboundPipeline;
import cn.changzhutan.exchange.pipeline.Outbox;
import org.apache.camel.CamelContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The connectors as Spring beans: an {@link Intake} for the HTTP side, a {@link PartsHealth} for the readiness page, and the lifecycle
 * that starts and stops everything here. To be imported beside beans of the types that the constructor names.
 */
@Configuration(proxyBeanMethods = false)
public class RoutesConfiguration {
    private final RoutesSettings settings;
    private final RoutesLifecycle.Ports ports;

    public RoutesConfiguration(
            RoutesSettings settings,
            OutboundPipeline outbound,
            InboundPipeline inbound,
            Deliveries deliveries,
            Outbox outbox) {
        this.settings = settings;
        this.ports = new RoutesLifecycle.Ports(
                OutboundRoutes.Steps.of(outbound),
                InboundRoutes.Steps.of(inbound),
                DeliveryLoop.Desk.of(deliveries),
                KafkaPublisher.Queue.of(outbox));
    }

    @Bean
    CamelIntake intake(CamelContext camel) {
        return new CamelIntake(camel.createProducerTemplate(), settings.waiting());
    }

    @Bean
    PartsHealth partsHealth() {
        return new PartsHealth();
    }

    @Bean
    RoutesLifecycle routesLifecycle(CamelContext camel, CamelIntake intake, PartsHealth health) {
        return new RoutesLifecycle(camel, settings, ports, intake, health);
    }
}
