package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.crypto.PublicKeys;
import cn.changzhutan.exchange.crypto.TrustFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The public keys of every city, from files that people carried over: {@code <city>.yaml} each. Immutable, thread-safe. */
public final class Trust {
    private final Map<City, PublicKeys> keys;

    private Trust(Map<City, PublicKeys> keys) {
        this.keys = Map.copyOf(keys);
    }

    /**
     * @param cities those that must have a file; its city and origin must be what config says
     * @throws cn.changzhutan.exchange.SettingsException with every problem of every file
     */
    public static Trust load(Path folder, Map<City, CityProfile> cities) {
        SettingsProblems problems = new SettingsProblems();
        Map<City, PublicKeys> keys = new TreeMap<>();
        cities.values()
                .forEach(profile -> read(folder.resolve(profile.city() + ".yaml"), profile, problems)
                        .ifPresent(found -> keys.put(profile.city(), found)));
        problems.throwIfAny();
        return new Trust(keys);
    }

    private static Optional<PublicKeys> read(Path file, CityProfile profile, SettingsProblems problems) {
        String name = file.toString();
        try {
            return TrustFile.parse(name, Files.readString(file), problems)
                    .filter(found -> fits(found, profile, name, problems))
                    .map(TrustFile::keys);
        } catch (IOException e) {
            problems.add(
                    name, 0, "cannot be read: " + e.getClass().getSimpleName() + " (expected: the city's trust file)");
            return Optional.empty();
        }
    }

    private static boolean fits(TrustFile found, CityProfile profile, String name, SettingsProblems problems) {
        boolean city = found.city().equals(profile.city());
        boolean origin = found.origin().equals(profile.origin());
        if (!city) {
            problems.add(name, 0, "city: found " + found.city() + " (expected: " + profile.city() + ")");
        }
        if (!origin) {
            problems.add(
                    name,
                    0,
                    "origin: found " + found.origin() + " (expected: " + profile.origin() + ", as config says)");
        }
        return city && origin;
    }

    public Optional<PublicKeys> keysOf(City city) {
        return Optional.ofNullable(keys.get(city));
    }
}
