package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.api.ApiConfiguration;
import cn.changzhutan.exchange.api.ApiLimits;
import cn.changzhutan.exchange.api.ApiSettings;
import cn.changzhutan.exchange.api.Desk;
import cn.changzhutan.exchange.api.GatewayNumbers;
import cn.changzhutan.exchange.api.Parts;
import cn.changzhutan.exchange.api.SendingRoutes;
import cn.changzhutan.exchange.api.TokenDirectory;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.mapping.Mapping;
import cn.changzhutan.exchange.pipeline.Catalogue;
import cn.changzhutan.exchange.pipeline.Deliveries;
import cn.changzhutan.exchange.pipeline.ExchangeNode;
import cn.changzhutan.exchange.pipeline.InboundPipeline;
import cn.changzhutan.exchange.pipeline.OutboundPipeline;
import cn.changzhutan.exchange.pipeline.Outbox;
import cn.changzhutan.exchange.routes.PartsHealth;
import cn.changzhutan.exchange.routes.RoutesConfiguration;
import cn.changzhutan.exchange.routes.RoutesSettings;
import cn.changzhutan.exchange.settings.Credentials;
import cn.changzhutan.exchange.settings.RuntimeSettings;
import cn.changzhutan.exchange.settings.Settings;
import cn.changzhutan.exchange.settings.SystemProfile;
import cn.changzhutan.exchange.settings.Trust;
import cn.changzhutan.exchange.store.Database;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The beans of one gateway. Settings, runtime settings and the city are given by whoever starts it. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@Import({ApiConfiguration.class, RoutesConfiguration.class})
class GatewayConfiguration {
    private static final int CONNECTIONS = 12;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean(destroyMethod = "close")
    Database database(RuntimeSettings runtime) {
        Properties properties = new Properties();
        properties.putAll(runtime.database().properties());
        return Database.open(
                runtime.database().url(),
                runtime.database().user(),
                runtime.database().password(),
                properties,
                CONNECTIONS);
    }

    @Bean
    Catalogue catalogue(City self, Settings settings) {
        Map<RecordType, Mapping> mappings = new HashMap<>();
        for (RouteDefinition route : settings.routes(self)) {
            mappings.put(route.type(), settings.mapping(self, route.type()));
        }
        return new Catalogue(self, settings.routes(self), mappings, settings.schemas(), settings.agreements());
    }

    @Bean(destroyMethod = "close")
    ExchangeNode exchangeNode(
            City self, Settings settings, RuntimeSettings runtime, Catalogue catalogue, Database database, Clock clock)
            throws SQLException {
        Trust trust = Trust.load(runtime.trust(), settings.cities());
        Map<City, ExchangeNode.Other> others = new HashMap<>();
        settings.cities().forEach((city, profile) -> {
            if (!city.equals(self)) {
                others.put(
                        city,
                        new ExchangeNode.Other(
                                profile.origin(), trust.keysOf(city).orElseThrow()));
            }
        });
        ExchangeNode.Facts facts = new ExchangeNode.Facts(
                self,
                settings.cities().get(self).origin(),
                others,
                runtime.data().resolve("log-head"),
                new ExchangeNode.Tuning(
                        runtime.limits().waiting(),
                        runtime.limits().diskBytesPerDestination(),
                        runtime.timing().republishAfter(),
                        runtime.timing().deliveryBackoffMin(),
                        runtime.timing().deliveryBackoffMax(),
                        runtime.timing().clockSkew()));
        ExchangeNode node = new ExchangeNode(facts, CityKeys.load(runtime.keys()), catalogue, database, clock);
        node.open(settings.fileDigests());
        return node;
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
    RoutesSettings routesSettings(City self, Settings settings, RuntimeSettings runtime) {
        return ConnectorSettings.of(self, settings, runtime);
    }

    @Bean
    ApiSettings apiSettings(City self, Settings settings, RuntimeSettings runtime) {
        Set<City> others = new HashSet<>(settings.cities().keySet());
        others.remove(self);
        RuntimeSettings.Limits limits = runtime.limits();
        return new ApiSettings(
                self,
                others,
                new ApiLimits(
                        limits.bodyBytes(),
                        limits.batchBytes(),
                        limits.batchLines(),
                        Math.max(ApiLimits.DEFAULT.heldBytes(), limits.batchBytes())));
    }

    @Bean
    SendingRoutes sendingRoutes(Catalogue catalogue) {
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
    TokenDirectory tokenDirectory(City self, Settings settings, RuntimeSettings runtime) {
        List<SystemName> own = settings.systems().values().stream()
                .filter(system -> system.city().equals(self))
                .map(SystemProfile::name)
                .toList();
        Credentials credentials = Credentials.load(runtime.credentials(), own);
        return credentials::systemOf;
    }

    @Bean
    Desk desk(ExchangeNode node) {
        return Desk.of(node.backOffice());
    }

    @Bean
    GatewayNumbers gatewayNumbers(ExchangeNode node) {
        return () -> GatewayReport.numbers(node);
    }

    @Bean
    Parts parts(ExchangeNode node, Database database, PartsHealth connectors) {
        return new Parts(
                () -> GatewayReport.trouble(database),
                () -> node.logTrouble().isEmpty() ? Optional.empty() : Optional.of("CANNOT_COMMIT"),
                () -> List.copyOf(connectors.down().keySet()).stream()
                        .findFirst()
                        .map(part -> "DOWN"));
    }
}
