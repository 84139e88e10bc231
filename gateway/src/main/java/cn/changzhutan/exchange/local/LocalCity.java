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
 * A city on this machine, with the ports that it uses.
 *
 * @param number counted from 1, by division code
 */
public record LocalCity(CityProfile profile, int number, List<SystemProfile> systems, LocalPorts ports) {
    public LocalCity {
        systems = List.copyOf(systems);
    }

    static List<LocalCity> of(Collection<CityProfile> profiles, Collection<SystemProfile> systems, LocalPorts ports) {
        List<LocalCity> cities = new ArrayList<>();
        for (CityProfile profile : profiles.stream()
                .sorted(Comparator.comparing(CityProfile::division))
                .toList()) {
            cities.add(new LocalCity(
                    profile,
                    cities.size() + 1,
                    systems.stream()
                            .filter(system -> system.city().equals(profile.city()))
                            .sorted(Comparator.comparing(SystemProfile::name))
                            .toList(),
                    ports));
        }
        return List.copyOf(cities);
    }

    public City city() {
        return profile.city();
    }

    int gatewayPort() {
        return ports.gateway(number);
    }

    int officePort() {
        return ports.offices(number);
    }

    /** Where its gateway answers. */
    public URI gateway() {
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
