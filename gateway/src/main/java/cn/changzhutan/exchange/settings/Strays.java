package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.SettingsProblems;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Files that nothing reads: most often a folder or ending that was mistyped, so that what they say would silently not hold. */
final class Strays {
    private static final Pattern CONFIG = Pattern.compile(
            "config/(README\\.md|gateway\\.yaml|portal\\.yaml|users\\.yaml|(cities|agreements)/[^/]+\\.yaml)");
    private static final Pattern ROUTES = Pattern.compile(
            "routes/(README\\.md|[^/]+/[^/]+/[^/]+/(route\\.yaml|README\\.md|to-shared\\.jslt|from-shared\\.jslt|samples/.+))");
    private static final Pattern ROUTE_FOLDER = Pattern.compile("(routes/[^/]+/[^/]+/[^/]+)/.+");

    private Strays() {}

    static void check(List<ConfigFile> config, List<ConfigFile> routes, SettingsProblems problems) {
        unread(
                config,
                CONFIG,
                "gateway.yaml, portal.yaml, users.yaml, cities/<city>.yaml or agreements/<id>.yaml",
                problems);
        unread(
                routes,
                ROUTES,
                "<city>/<kind>/<TYPE>/ with route.yaml, to-shared.jslt, from-shared.jslt and samples/",
                problems);
        Set<String> names = new TreeSet<>();
        Set<String> folders = new TreeSet<>();
        for (ConfigFile file : routes) {
            names.add(file.name());
            var folder = ROUTE_FOLDER.matcher(file.name());
            if (folder.matches()) {
                folders.add(folder.group(1));
            }
        }
        for (String folder : folders) {
            if (!names.contains(folder + "/route.yaml")) {
                problems.add(folder, 0, "found no route.yaml (expected: one in every route's folder)");
            }
        }
    }

    private static void unread(List<ConfigFile> files, Pattern read, String expected, SettingsProblems problems) {
        for (ConfigFile file : files) {
            if (!read.matcher(file.name()).matches()) {
                problems.add(file.path().toString(), 0, "nothing reads this file (expected: " + expected + ")");
            }
        }
    }
}
