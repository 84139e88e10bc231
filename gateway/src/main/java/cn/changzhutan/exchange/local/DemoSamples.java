package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.mapping.Mapping;
import cn.changzhutan.exchange.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the demo sends: every golden sample of every city to every city that has an agreement for it; and of each city one record
 * with a wrong check digit, which must be refused, and one about a person whom the other city does not know, which must come back.
 */
final class DemoSamples {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final Settings settings;
    private final List<DemoCity> cities;
    private final List<Sample> samples = new ArrayList<>();

    private DemoSamples(Settings settings, List<DemoCity> cities) {
        this.settings = settings;
        this.cities = cities;
    }

    static List<Sample> of(Settings settings, List<DemoCity> cities) throws IOException {
        DemoSamples all = new DemoSamples(settings, cities);
        for (DemoCity city : cities) {
            for (RouteDefinition route : settings.routes(city.city())) {
                all.addAll(city, route);
            }
        }
        return List.copyOf(all.samples);
    }

    private void addAll(DemoCity from, RouteDefinition route) throws IOException {
        for (Path file : files(route.folder().resolve("samples"))) {
            for (DemoCity to : cities) {
                Optional<String> purpose = purpose(from.city(), to.city(), route);
                if (purpose.isPresent()) {
                    add(from, to, route, purpose.get(), file);
                }
            }
        }
    }

    private void add(DemoCity from, DemoCity to, RouteDefinition route, String purpose, Path file) throws IOException {
        String name = file.getFileName().toString();
        Mapping mapping = settings.mapping(from.city(), route.type());
        Sample sample = new Sample(
                name,
                from,
                to.city(),
                route.type(),
                route.sender(),
                purpose,
                mapping.mediaType(),
                mapping.fileExtension(),
                Files.readAllBytes(file),
                Sample.End.DELIVERED);
        samples.add(sample);
        if (!UnknownPerson.fits(sample.content())) {
            return;
        }
        boolean first =
                samples.stream().noneMatch(one -> one.from().equals(from) && one.expected() == Sample.End.REFUSED);
        if (first) {
            samples.add(
                    sample.changed("wrong check digit", UnknownPerson.breakId(sample.content()), Sample.End.REFUSED));
        }
        boolean firstThere =
                samples.stream().noneMatch(one -> one.to().equals(to.city()) && one.expected() == Sample.End.RETURNED);
        if (firstThere && to.canReturn(route.type(), settings)) {
            samples.add(sample.changed("unknown person", UnknownPerson.putInto(sample.content()), Sample.End.RETURNED));
        }
    }

    /** The native documents that are sent; the shared forms that they become stand beside them. */
    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(file -> file.getFileName().toString().matches(".*\\.native\\..*"))
                    .sorted()
                    .toList();
        }
    }

    private Optional<String> purpose(City from, City to, RouteDefinition route) {
        LocalDate today = LocalDate.now(ZONE);
        return settings.agreements().all().stream()
                .filter(agreement -> agreement.provider().equals(from)
                        && agreement.consumer().equals(to))
                .filter(agreement -> agreement.type().equals(route.type()) && agreement.isInForce(today))
                .flatMap(agreement -> agreement.purposes().stream())
                .findFirst();
    }
}
