package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.Sha256;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.settings.DeliveryMode;
import cn.changzhutan.exchange.settings.Intake;
import cn.changzhutan.exchange.settings.KeysCommand;
import cn.changzhutan.exchange.settings.SystemProfile;
import cn.changzhutan.exchange.settings.User;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** Writes what the gateways of a demo read: runtime settings and hashed tokens, and the tokens in clear for who tries it. */
final class LocalFiles {
    private final LocalFolders folders;
    private final Path routes;
    private final Path schemas;

    /** @param routes and schemas: as the operator's own settings name them */
    LocalFiles(LocalFolders folders, Path routes, Path schemas) {
        this.folders = folders;
        this.routes = routes;
        this.schemas = schemas;
    }

    /** The runtime settings of one city's gateway, in the form of config/gateway.yaml. @param more lines at the end */
    void writeRuntime(
            LocalCity city, List<LocalCity> cities, LocalDatabase.Access database, String bootstrap, List<String> more)
            throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "# Written by the command demo at each start.",
                "http: {address: 127.0.0.1, port: " + city.gatewayPort() + "}",
                "schemas: " + quoted(schemas),
                "routes: " + quoted(routes),
                "data: " + quoted(folders.gateway(city.city())),
                "policy: " + quoted(folders.policy()),
                "credentials: " + quoted(folders.tokenHashes(city.city())),
                "database:",
                "  url: \"" + database.url() + "\"",
                "  user: " + database.user(),
                "  passwordFile: " + quoted(database.passwordFile()),
                "kafka: {bootstrap: \"" + bootstrap + "\"}",
                "peers:"));
        for (LocalCity other : others(city, cities)) {
            lines.add("  " + other.city() + ": {url: \"" + other.gateway() + "\", tokenFile: "
                    + quoted(folders.peerToken(city.city(), other.city())) + "}");
        }
        lines.add("endpoints:");
        for (SystemProfile system : city.systems()) {
            lines.add("  " + system.name() + ": {" + String.join(", ", endpoint(city, system)) + "}");
        }
        lines.addAll(more);
        Path file = folders.runtime(city.city());
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private static List<LocalCity> others(LocalCity city, List<LocalCity> cities) {
        return cities.stream().filter(each -> !each.equals(city)).toList();
    }

    private List<String> endpoint(LocalCity city, SystemProfile system) throws IOException {
        List<String> parts = new ArrayList<>();
        if (system.delivery() == DeliveryMode.HTTP_PUSH) {
            parts.add("push: \"http://127.0.0.1:" + city.officePort() + "/" + system.name() + "\"");
        }
        if (system.intake() == Intake.FILE_DROP) {
            parts.add("dropIn: " + quoted(Files.createDirectories(folders.dropIn(system.name()))));
        }
        if (system.delivery() == DeliveryMode.FILE_DROP) {
            parts.add("dropOut: " + quoted(Files.createDirectories(folders.dropOut(system.name()))));
        }
        return parts;
    }

    /**
     * A token for each system, user and other city, the same at every start; the gateways get the hashes alone.
     *
     * @return token by system
     */
    Map<SystemName, String> writeTokens(List<LocalCity> cities, Collection<User> users) throws IOException {
        Map<SystemName, String> tokens = new TreeMap<>();
        StringBuilder clear = new StringBuilder("# Tokens of the demo's callers: Authorization: Bearer <token>\n");
        for (LocalCity city : cities) {
            StringBuilder hashes =
                    new StringBuilder("# Written by the command demo: SHA-256 of each caller's token.\n");
            clear.append("\n# ")
                    .append(city.profile().nameEn())
                    .append(' ')
                    .append(city.profile().nameZh());
            clear.append(", ").append(city.gateway()).append('\n');
            for (SystemProfile system : city.systems()) {
                String token = SecretFiles.createOrRead(folders.token(system.name()));
                tokens.put(system.name(), token);
                clear.append(system.name()).append(' ').append(token).append('\n');
                hashes.append(hashLine(system.name().value(), token));
            }
            for (User user : users) {
                if (user.mayCall(city.city())) {
                    String token = SecretFiles.createOrRead(folders.token(user));
                    clear.append(user.name()).append(' ').append(token).append('\n');
                    hashes.append(hashLine(user.name(), token));
                }
            }
            for (LocalCity other : others(city, cities)) {
                String token = SecretFiles.createOrRead(folders.peerToken(other.city(), city.city()));
                clear.append(other.city())
                        .append('@')
                        .append(city.city())
                        .append(' ')
                        .append(token)
                        .append('\n');
                hashes.append(hashLine(other.city().name(), token));
            }
            SecretFiles.write(folders.tokenHashes(city.city()), hashes.toString());
        }
        SecretFiles.write(folders.credentials(), clear.toString());
        return tokens;
    }

    /** Keys for each city that has none, and one policy for all; a policy that is there is people's to change. */
    void writePolicy(List<LocalCity> cities, Path config) throws IOException {
        StringBuilder policy =
                new StringBuilder("# Whom to believe. Written by the command demo at its first start.\n");
        List<String> groups = new ArrayList<>();
        for (LocalCity city : cities) {
            StringWriter text = new StringWriter();
            int status = new CommandLine(new KeysCommand())
                    .setOut(new PrintWriter(text))
                    .execute(
                            "--city",
                            city.city().name(),
                            "--data",
                            folders.gateway(city.city()).toString(),
                            "--config",
                            config.toString(),
                            "--url",
                            city.gateway().toString());
            if (status != 0) {
                throw new CannotRunException("The keys of " + city.profile().nameEn() + " could not be made.");
            }
            policy.append('\n').append(text);
            groups.add(city.city() + "-both");
        }
        policy.append("\ngroup cities 2 ").append(String.join(" ", groups)).append("\nquorum cities\n");
        if (!Files.exists(folders.policy())) {
            Files.writeString(folders.policy(), policy);
        }
    }

    private static String hashLine(String caller, String token) {
        return caller + ": [" + Sha256.hex(token.getBytes(StandardCharsets.UTF_8)) + "]\n";
    }

    private static String quoted(Path path) {
        return '"'
                + path.toAbsolutePath()
                        .normalize()
                        .toString()
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                + '"';
    }
}
