package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.local.Sample.End;
import cn.changzhutan.exchange.mapping.Mapping;
import cn.changzhutan.exchange.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the demo sends: every golden sample of every city to every city that has an agreement for it; and of each city one record
 * with a wrong check digit, which must be refused, and one about a person whom the other city does not know, which must come back.
 */
final class DemoSamples {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final Settings settings;
    private final List<LocalCity> cities;
    private final boolean fresh;
    private final List<Sample> samples = new ArrayList<>();

    private DemoSamples(Settings settings, List<LocalCity> cities, boolean fresh) {
        this.settings = settings;
        this.cities = cities;
        this.fresh = fresh;
    }

    /** @param fresh false if an earlier run may have delivered the same samples */
    static List<Sample> of(Settings settings, List<LocalCity> cities, boolean fresh) throws IOException {
        DemoSamples all = new DemoSamples(settings, cities, fresh);
        for (LocalCity city : cities) {
            for (RouteDefinition route : settings.routes(city.city())) {
                all.addAll(city, route);
            }
        }
        return List.copyOf(all.samples);
    }

    private void addAll(LocalCity from, RouteDefinition route) throws IOException {
        List<Path> files = files(route.folder().resolve("samples"));
        Revisions revisions = new Revisions(route, settings.mapping(from.city(), route.type()));
        for (Path file : files) {
            revisions.add(Files.readAllBytes(file));
        }
        for (Path file : files) {
            byte[] content = Files.readAllBytes(file);
            boolean older = !fresh && revisions.hasNewer(content);
            Set<End> ends = older ? EnumSet.of(End.DELIVERED, End.SUPERSEDED) : EnumSet.of(End.DELIVERED);
            for (LocalCity to : cities) {
                purpose(from.city(), to.city(), route)
                        .map(purpose -> sample(from, to, route, purpose, file, content, ends))
                        .ifPresent(sample -> add(sample, to));
            }
        }
    }

    private Sample sample(
            LocalCity from,
            LocalCity to,
            RouteDefinition route,
            String purpose,
            Path file,
            byte[] content,
            Set<End> ends) {
        Mapping mapping = settings.mapping(from.city(), route.type());
        return new Sample(
                file.getFileName().toString(),
                from,
                to.city(),
                route.type(),
                route.sender(),
                purpose,
                mapping.mediaType(),
                mapping.fileExtension(),
                content,
                ends);
    }

    private void add(Sample sample, LocalCity to) {
        samples.add(sample);
        if (!UnknownPerson.fits(sample.content())) {
            return;
        }
        if (samples.stream()
                .noneMatch(one -> one.from().equals(sample.from()) && one.ends().contains(End.REFUSED))) {
            samples.add(sample.changed("wrong check digit", UnknownPerson.breakId(sample.content()), End.REFUSED));
        }
        boolean canReturn = to.canReturn(sample.type(), settings);
        if (canReturn
                && samples.stream()
                        .noneMatch(one ->
                                one.to().equals(sample.to()) && one.ends().contains(End.RETURNED))) {
            samples.add(sample.changed("unknown person", UnknownPerson.putInto(sample.content()), End.RETURNED));
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
