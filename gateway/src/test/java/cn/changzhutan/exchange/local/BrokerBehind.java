package cn.changzhutan.exchange.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A broker that tells its clients to come to another address of this machine than its own. */
public final class BrokerBehind {
    private BrokerBehind() {}

    /** @param advertised {@code host:port} of what stands before it */
    public static LocalBroker start(Path folder, int port, String advertised) throws Exception {
        List<String> jvm = new ArrayList<>(LocalBroker.SMALL_JVM);
        jvm.add("-Dbroker.advertised=" + advertised);
        return LocalBroker.start(folder, port, Ports.free(), jvm);
    }

    public static int freePort() {
        return Ports.free();
    }
}
