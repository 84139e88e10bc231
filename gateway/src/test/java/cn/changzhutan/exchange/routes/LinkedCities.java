package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.chaos.Chaos;
import cn.changzhutan.exchange.pipeline.Answer;
import cn.changzhutan.exchange.pipeline.ExchangeNode;
import cn.changzhutan.exchange.pipeline.RunningCities;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;

/** Three cities as they run, but for their HTTP side: real nodes, real connectors, one broker, and back offices that can misbehave. */
final class LinkedCities implements AutoCloseable {
    final RunningCities cities;
    final Map<SystemName, BadOffice> offices = new HashMap<>();
    final Map<City, PartsHealth> health = new HashMap<>();
    private final Map<City, CamelIntake> intakes = new HashMap<>();
    private final List<RoutesLifecycle> lifecycles = new ArrayList<>();
    private final List<DefaultCamelContext> camels = new ArrayList<>();

    LinkedCities(Path folder, BrokerSettings kafka, long bytesPerDestination) throws Exception {
        cities = new RunningCities(folder, bytesPerDestination);
        for (City city : cities.all()) {
            start(city, kafka);
        }
    }

    private void start(City city, BrokerSettings kafka) throws Exception {
        List<SystemEndpoint> endpoints = new ArrayList<>();
        for (RouteDefinition route : cities.routes(city)) {
            if (!offices.containsKey(route.receiver())) {
                BadOffice office = new BadOffice(Chaos.dice(route.receiver().value()));
                offices.put(route.receiver(), office);
                endpoints.add(new SystemEndpoint.Push(route.receiver(), office.url()));
            }
        }
        RoutesSettings settings = new RoutesSettings(
                city,
                city + "-1",
                cities.all().stream().filter(other -> !other.equals(city)).toList(),
                cities.routes(city),
                endpoints,
                type -> Optional.empty(),
                1 << 20,
                1 << 20,
                1000,
                4000,
                kafka);
        ExchangeNode node = cities.node(city);
        RoutesLifecycle.Ports ports = new RoutesLifecycle.Ports(
                OutboundRoutes.Steps.of(node.outbound()),
                InboundRoutes.Steps.of(node.inbound()),
                DeliveryLoop.Desk.of(node.deliveries()),
                KafkaPublisher.Queue.of(node.outbox()));
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.start();
        camels.add(camel);
        CamelIntake intake = new CamelIntake(camel.createProducerTemplate(), settings.waiting());
        PartsHealth parts = new PartsHealth();
        RoutesLifecycle lifecycle = new RoutesLifecycle(camel, settings, ports, intake, parts);
        lifecycle.start();
        lifecycles.add(lifecycle);
        intakes.put(city, intake);
        health.put(city, parts);
    }

    Answer.Accepted submit(Submission submission) {
        return (Answer.Accepted)
                intakes.get(submission.from()).submit(List.of(submission)).get(0);
    }

    @Override
    public void close() throws Exception {
        for (BadOffice office : offices.values()) {
            office.close();
        }
        lifecycles.forEach(RoutesLifecycle::stop);
        camels.forEach(DefaultCamelContext::stop);
        cities.close();
    }
}
