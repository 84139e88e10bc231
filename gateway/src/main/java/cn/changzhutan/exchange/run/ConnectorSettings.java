package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Refusal;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.mapping.MalformedException;
import cn.changzhutan.exchange.mapping.Mapping;
import cn.changzhutan.exchange.routes.BrokerSettings;
import cn.changzhutan.exchange.routes.RoutesSettings;
import cn.changzhutan.exchange.routes.Splitter;
import cn.changzhutan.exchange.routes.SystemEndpoint;
import cn.changzhutan.exchange.settings.RuntimeSettings;
import cn.changzhutan.exchange.settings.Settings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.MimeType;

/** What the connectors need, taken from the two pictures of the files. */
final class ConnectorSettings {
    private ConnectorSettings() {}

    static RoutesSettings of(City self, Settings settings, RuntimeSettings runtime) {
        List<City> others = settings.cities().keySet().stream()
                .filter(city -> !city.equals(self))
                .toList();
        Map<String, String> kafka = new HashMap<>(runtime.kafka().clientProperties());
        kafka.remove("bootstrap.servers");
        return new RoutesSettings(
                self,
                ProcessName.createOrRead(runtime.data()),
                others,
                settings.routes(self),
                endpoints(self, settings, runtime),
                type -> splitter(self, settings, type),
                runtime.limits().bodyBytes(),
                runtime.limits().batchBytes(),
                runtime.limits().batchLines(),
                runtime.limits().waiting(),
                new BrokerSettings(
                        runtime.kafka().bootstrap(),
                        kafka,
                        runtime.kafka().replication(),
                        runtime.kafka().minInsync()));
    }

    private static List<SystemEndpoint> endpoints(City self, Settings settings, RuntimeSettings runtime) {
        List<SystemEndpoint> endpoints = new ArrayList<>();
        runtime.endpoints().forEach((system, endpoint) -> {
            endpoint.push().ifPresent(url -> endpoints.add(new SystemEndpoint.Push(system, url)));
            endpoint.dropIn()
                    .ifPresent(folder ->
                            endpoints.add(new SystemEndpoint.DropIn(system, folder, charset(self, settings, system))));
            endpoint.dropOut().ifPresent(folder -> endpoints.add(new SystemEndpoint.DropOut(system, folder)));
        });
        return endpoints;
    }

    /** That of the system's own native form; UTF-8 where it has none. */
    private static Charset charset(City self, Settings settings, SystemName system) {
        return settings.routes(self).stream()
                .filter(route -> route.sender().equals(system))
                .map(route -> settings.mapping(self, route.type()).mediaType())
                .map(mediaType -> MimeType.valueOf(mediaType).getCharset())
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(StandardCharsets.UTF_8);
    }

    private static Optional<Splitter> splitter(City self, Settings settings, RecordType type) {
        return settings.routes(self).stream()
                .filter(route -> route.type().equals(type))
                .findFirst()
                .map(route -> settings.mapping(self, type))
                .map(mapping -> file -> split(mapping, file));
    }

    /** A document that cannot be split is the sender's fault, so it becomes a value here. */
    static Outcome<List<byte[]>> split(Mapping mapping, byte[] document) {
        try {
            return Outcome.passed(mapping.split(document));
        } catch (MalformedException e) {
            return Outcome.refused(new Refusal(Refusal.Stage.MAP, e.problems()));
        }
    }
}
