package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.audit.Tracker;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.settings.CityProfile;
import cn.changzhutan.exchange.settings.Settings;
import cn.changzhutan.exchange.settings.SystemProfile;
import cn.changzhutan.exchange.store.Facts;
import java.util.Optional;

/** The names of the bodies that got data, as the files give them: to a citizen a system's short name says nothing. Immutable. */
final class Bodies {
    private final City self;
    private final Settings settings;

    Bodies(City self, Settings settings) {
        this.self = self;
        this.settings = settings;
    }

    /** Of what was sent the system that receives it there; of what was received the system here; of a search the city. */
    Tracker.Body of(Facts facts) {
        if (facts.event().equals(LogEvent.ACCEPTED.name())) {
            City to = new City(facts.city());
            return body(
                    to,
                    settings.route(to, new RecordType(facts.kind(), facts.type()))
                            .map(RouteDefinition::receiver));
        }
        return body(
                self,
                Optional.of(facts.system())
                        .filter(system -> facts.event().equals(LogEvent.RECEIVED.name()) && !system.isEmpty())
                        .map(SystemName::new));
    }

    private Tracker.Body body(City city, Optional<SystemName> system) {
        Optional<SystemProfile> profile = system.flatMap(settings::system);
        Optional<CityProfile> place = Optional.ofNullable(settings.cities().get(city));
        return new Tracker.Body(
                city.name(),
                system.map(SystemName::value).orElse(""),
                profile.map(SystemProfile::titleZh)
                        .or(() -> place.map(CityProfile::nameZh))
                        .orElse(""),
                profile.map(SystemProfile::titleEn)
                        .or(() -> place.map(CityProfile::nameEn))
                        .orElse(""));
    }
}
