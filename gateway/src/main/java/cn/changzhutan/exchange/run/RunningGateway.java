package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.settings.EndpointChecks;
import cn.changzhutan.exchange.settings.RuntimeSettings;
import cn.changzhutan.exchange.settings.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
        EndpointChecks.require(runtime, settings, self);
        requireFree(runtime.http());
        OpenedGateway opened = OpenedGateway.open(self, settings, runtime);
        return new SpringApplicationBuilder(GatewayConfiguration.class)
                .bannerMode(Banner.Mode.OFF)
                .initializers(context -> context.getBeanFactory().registerSingleton("openedGateway", opened))
                .properties(Map.of(
                        "server.address", runtime.http().address(),
                        "server.port", runtime.http().port(),
                        "logging.structured.ecs.service.node-name", self.name()))
                .run();
    }

    private static void requireFree(RuntimeSettings.Http http) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(http.address(), http.port()));
        } catch (IOException e) {
            throw new SettingsException(List.of("http: " + http.address() + ":" + http.port()
                    + " cannot be listened on: another program has it, or the address is not this machine's"));
        }
    }
}
