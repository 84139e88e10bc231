package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.settings.RuntimeSettings;
import cn.changzhutan.exchange.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts one gateway inside this JVM. */
public final class RunningGateway {
    private RunningGateway() {}

    /**
     * Reads all files, opens database and log, and serves. Returns when HTTP is up; the broker may still be away.
     *
     * @return closes the gateway in order: HTTP, routes, log, database
     * @throws SettingsException with every problem of the files
     */
    public static ConfigurableApplicationContext start(City self, Path config, Path runtimeFile) {
        RuntimeSettings runtime = RuntimeSettings.load(runtimeFile);
        Settings settings = Settings.load(config, runtime.schemas(), runtime.routes());
        if (!settings.cities().containsKey(self)) {
            throw new SettingsException(List.of(config + ": no city " + self + " (known: "
                    + settings.cities().keySet() + ")"));
        }
        return new SpringApplicationBuilder(GatewayConfiguration.class)
                .bannerMode(Banner.Mode.OFF)
                .initializers(context -> {
                    context.getBeanFactory().registerSingleton("runtimeSettings", runtime);
                    context.getBeanFactory().registerSingleton("settings", settings);
                    context.getBeanFactory().registerSingleton("self", self);
                })
                .properties(Map.of(
                        "server.address", runtime.http().address(),
                        "server.port", runtime.http().port(),
                        "logging.structured.ecs.service.node-name", self.name()))
                .run();
    }
}
