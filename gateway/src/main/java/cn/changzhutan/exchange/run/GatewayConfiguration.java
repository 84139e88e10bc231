package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.api.ApiConfiguration;
import cn.changzhutan.exchange.api.ApiLimits;
import cn.changzhutan.exchange.api.ApiSettings;
import cn.changzhutan.exchange.api.Desk;
import cn.changzhutan.exchange.api.DoorLog;
import cn.changzhutan.exchange.api.EvidenceDesk;
import cn.changzhutan.exchange.api.GatewayNumbers;
import cn.changzhutan.exchange.api.KeyDates;
import cn.changzhutan.exchange.api.LogFiles;
import cn.changzhutan.exchange.api.Parts;
import cn.changzhutan.exchange.api.SendingRoutes;
import cn.changzhutan.exchange.api.TokenDirectory;
import cn.changzhutan.exchange.api.WitnessCalls;
import cn.changzhutan.exchange.audit.EvidenceQueries;
import cn.changzhutan.exchange.pipeline.Catalogue;
import cn.changzhutan.exchange.pipeline.Deliveries;
import cn.changzhutan.exchange.pipeline.ExchangeNode;
import cn.changzhutan.exchange.pipeline.InboundPipeline;
import cn.changzhutan.exchange.pipeline.OutboundPipeline;
import cn.changzhutan.exchange.pipeline.Outbox;
import cn.changzhutan.exchange.routes.PartsHealth;
import cn.changzhutan.exchange.routes.RoutesConfiguration;
import cn.changzhutan.exchange.routes.RoutesSettings;
import cn.changzhutan.exchange.settings.RuntimeSettings;
import cn.changzhutan.exchange.store.Database;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;

/** The beans of one gateway. What it stands on is opened before, by whoever starts it. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@Import({ApiConfiguration.class, AuditConfiguration.class, RecordsConfiguration.class, RoutesConfiguration.class})
class GatewayConfiguration {
    @Bean(destroyMethod = "close")
    Database database(OpenedGateway opened) {
        return opened.database();
    }

    /** Named so that it is closed before the database that it depends on. */
    @Bean(destroyMethod = "close")
    @DependsOn("database")
    ExchangeNode exchangeNode(OpenedGateway opened) {
        return opened.node();
    }

    @Bean
    OutboundPipeline outboundPipeline(ExchangeNode node) {
        return node.outbound();
    }

    @Bean
    InboundPipeline inboundPipeline(ExchangeNode node) {
        return node.inbound();
    }

    @Bean
    Deliveries deliveries(ExchangeNode node) {
        return node.deliveries();
    }

    @Bean
    Outbox outbox(ExchangeNode node) {
        return node.outbox();
    }

    @Bean
    RoutesSettings routesSettings(OpenedGateway opened) {
        return ConnectorSettings.of(opened.self(), opened.settings(), opened.runtime());
    }

    @Bean
    ApiSettings apiSettings(OpenedGateway opened) {
        Set<City> others = new HashSet<>(opened.settings().cities().keySet());
        others.remove(opened.self());
        RuntimeSettings.Limits limits = opened.runtime().limits();
        return new ApiSettings(
                opened.self(),
                others,
                new ApiLimits(
                        limits.bodyBytes(),
                        limits.batchBytes(),
                        limits.batchLines(),
                        Math.max(ApiLimits.DEFAULT.heldBytes(), limits.batchBytes())));
    }

    @Bean
    SendingRoutes sendingRoutes(OpenedGateway opened) {
        Catalogue catalogue = opened.catalogue();
        return type -> catalogue
                .route(type)
                .flatMap(route -> catalogue
                        .mapping(type)
                        .map(mapping -> new SendingRoutes.SendingRoute(
                                route.sender(),
                                mapping.mediaType(),
                                document -> ConnectorSettings.split(mapping, document))));
    }

    @Bean
    DoorLog doorLog(ExchangeNode node) {
        return (caller, type, to, code) -> node.entries().refuse(caller, type, to, code.name());
    }

    @Bean
    TokenDirectory tokenDirectory(OpenedGateway opened) {
        return opened.credentials()::callerOf;
    }

    @Bean
    Desk desk(ExchangeNode node) {
        return Desk.of(node.backOffice());
    }

    /** Before the server stops, which waits for the calls that are in it. */
    @Bean
    ApplicationListener<ContextClosedEvent> endOfWaiting(ExchangeNode node) {
        return closed -> node.backOffice().endWaiting();
    }

    @Bean
    LogFiles logFiles(ExchangeNode node) {
        return LogFiles.of(node.publicLog());
    }

    @Bean
    EvidenceDesk evidenceDesk(OpenedGateway opened) {
        ExchangeNode node = opened.node();
        return new EvidenceOffice(
                node.evidence(new HttpPeerTiles(opened.trust()::get)),
                new EvidenceQueries(opened.trust().keys(), node.entries()));
    }

    @Bean
    WitnessCalls witnessCalls(ExchangeNode node) {
        return WitnessCalls.of(node.witness());
    }

    @Bean
    GatewayNumbers gatewayNumbers(ExchangeNode node, OpenedGateway opened) {
        return () -> GatewayReport.numbers(node, opened.trust());
    }

    @Bean
    KeyDates keyDates(OpenedGateway opened) {
        return () -> GatewayReport.keyDates(opened.trust());
    }

    @Bean
    Parts parts(ExchangeNode node, Database database, PartsHealth connectors) {
        return new Parts(
                () -> GatewayReport.trouble(database),
                () -> node.logTrouble().isEmpty() ? Optional.empty() : Optional.of("CANNOT_COMMIT"),
                connectors::brokerTrouble);
    }
}
