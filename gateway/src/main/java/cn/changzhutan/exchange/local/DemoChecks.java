package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.settings.DeliveryMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What can be known to stand in the way before anything is started. */
final class DemoChecks {
    private static final int JAVA = 17;

    private DemoChecks() {}

    /** @throws CannotRunException if this Java is older than 17 */
    static void java() {
        if (Runtime.version().feature() < JAVA) {
            throw new CannotRunException("Java " + JAVA + " or later is needed, but this is Java "
                    + Runtime.version().feature() + ": set JAVA_HOME to a newer one.");
        }
    }

    /** @throws CannotRunException if the folder does not hold the files that operators edit */
    static void config(Path config) {
        if (!Files.isDirectory(config.resolve("cities"))) {
            throw new CannotRunException(
                    "There is no folder " + config.toAbsolutePath().normalize().resolve("cities")
                            + ": start in the project's own folder, or say where it is with --config.");
        }
    }

    /**
     * Only ports that no child of an earlier run can hold: the children check theirs after they have ended what a killed run left.
     *
     * @throws CannotRunException if one is taken
     */
    static void officePorts(List<LocalCity> cities) {
        for (LocalCity city : cities) {
            if (!city.systemsWith(DeliveryMode.HTTP_PUSH).isEmpty()) {
                Ports.requireFree(
                        city.officePort(),
                        "the simulated back offices of " + city.profile().nameEn());
            }
        }
    }
}
