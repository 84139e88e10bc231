package cn.changzhutan.exchange.mapping;

import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.schema.SchemaCatalog;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The folders of routes/ as they are found, with their mappings: no list of cities or kinds stands in any test. */
final class RouteFolders {
    static final SchemaCatalog SCHEMAS = schemas();

    /** One folder. */
    record RouteFolder(Path path, RecordType type, Mapping mapping) {
        List<Sample> samples() {
            return files(path.resolve("samples")).stream()
                    .filter(file -> file.getFileName().toString().contains(".native."))
                    .map(file -> new Sample(this, file))
                    .toList();
        }

        List<Refused> refused() {
            return files(path.resolve("samples")).stream()
                    .filter(file -> file.getFileName().toString().contains(".refused."))
                    .map(file -> new Refused(this, file))
                    .toList();
        }

        @Override
        public String toString() {
            return path.getParent().getParent().getFileName() + "/" + type;
        }
    }

    /** One golden sample: what the city sends, the shared form of it, and what the city gets for that shared form. */
    record Sample(RouteFolder route, Path file) {
        byte[] nativeForm() {
            return read(file);
        }

        byte[] shared() {
            return read(beside(".shared.json"));
        }

        byte[] delivered() {
            return read(beside(".delivered." + route.mapping.fileExtension()));
        }

        private Path beside(String ending) {
            String name = file.getFileName().toString();
            return file.resolveSibling(name.substring(0, name.indexOf('.')) + ending);
        }

        @Override
        public String toString() {
            return route + " " + file.getFileName();
        }
    }

    /** A document that must be refused, and with what: {@code NAME.problems.json} lists {@code CODE place}. */
    record Refused(RouteFolder route, Path file) {
        List<String> problems() {
            String name = file.getFileName().toString();
            JsonNode list =
                    Json.parse(read(file.resolveSibling(name.substring(0, name.indexOf('.')) + ".problems.json")));
            return StreamSupport.stream(list.spliterator(), false)
                    .map(JsonNode::textValue)
                    .toList();
        }

        @Override
        public String toString() {
            return route + " " + file.getFileName();
        }
    }

    private RouteFolders() {}

    static List<RouteFolder> all() {
        try (Stream<Path> walk = Files.walk(root("routes"))) {
            return walk.filter(path -> path.endsWith("route.yaml"))
                    .sorted()
                    .map(RouteFolders::load)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Sample> samples() {
        return all().stream().flatMap(route -> route.samples().stream());
    }

    static RouteFolder load(Path routeYaml) {
        JsonNode route = TestFormats.yaml(new String(read(routeYaml), StandardCharsets.UTF_8));
        SettingsProblems problems = new SettingsProblems();
        Mapping mapping = Mapping.load(routeYaml.getParent(), route.get("format"), SCHEMAS.codes(), problems);
        problems.throwIfAny();
        RecordType type =
                new RecordType(route.get("kind").textValue(), route.get("type").textValue());
        return new RouteFolder(routeYaml.getParent(), type, mapping);
    }

    /** A folder of the project's root: tests run in the module's. */
    static Path root(String folder) {
        return Path.of("..", folder).toAbsolutePath().normalize();
    }

    private static SchemaCatalog schemas() {
        SettingsProblems problems = new SettingsProblems();
        SchemaCatalog schemas = SchemaCatalog.load(root("schemas"), problems);
        problems.throwIfAny();
        return schemas;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> list = Files.list(folder)) {
            return list.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
