package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.settings.CityProfile;
import cn.changzhutan.exchange.settings.DeliveryMode;
import cn.changzhutan.exchange.settings.Intake;
import cn.changzhutan.exchange.settings.Settings;
import cn.changzhutan.exchange.settings.SystemProfile;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A city in the demo, with the ports that it uses on this machine.
 *
 * @param number counted from 1, by division code: the gateway listens on 8100 + number, the back offices on 8110 + number
 */
record DemoCity(CityProfile profile, int number, List<SystemProfile> systems) {
    DemoCity {
        systems = List.copyOf(systems);
    }

    static List<DemoCity> of(Collection<CityProfile> profiles, Collection<SystemProfile> systems) {
        List<DemoCity> cities = new ArrayList<>();
        for (CityProfile profile : profiles.stream()
                .sorted(Comparator.comparing(CityProfile::division))
                .toList()) {
            cities.add(new DemoCity(
                    profile,
                    cities.size() + 1,
                    systems.stream()
                            .filter(system -> system.city().equals(profile.city()))
                            .sorted(Comparator.comparing(SystemProfile::name))
                            .toList()));
        }
        return List.copyOf(cities);
    }

    City city() {
        return profile.city();
    }

    int gatewayPort() {
        return 8100 + number;
    }

    int officePort() {
        return 8110 + number;
    }

    URI gateway() {
        return URI.create("http://127.0.0.1:" + gatewayPort());
    }

    /** Whether the system that gets records of the type can give them back: a folder of files cannot. */
    boolean canReturn(RecordType type, Settings settings) {
        return settings.routes(city()).stream()
                .filter(route -> route.type().equals(type))
                .flatMap(route -> settings.system(route.receiver()).stream())
                .anyMatch(system -> system.delivery() != DeliveryMode.FILE_DROP);
    }

    List<SystemProfile> systemsWith(DeliveryMode mode) {
        return systems.stream().filter(system -> system.delivery() == mode).toList();
    }

    List<SystemProfile> systemsWith(Intake intake) {
        return systems.stream().filter(system -> system.intake() == intake).toList();
    }
}
