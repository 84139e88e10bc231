package cn.changzhutan.exchange.local;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The child process in which the broker of one machine runs. */
@Command(name = "broker", hidden = true, description = "Run the broker of one machine (started by demo).")
public final class BrokerCommand implements Callable<Integer> {
    @Option(names = "--data", required = true)
    private Path data;

    @Option(names = "--port", required = true)
    private int port;

    @Option(names = "--controller-port", required = true)
    private int controllerPort;

    @Option(names = "--parent", defaultValue = "-1")
    private long parent;

    /** @throws Exception as the broker's start does; the stack trace belongs into the child's log */
    @Override
    public Integer call() throws Exception {
        if (parent >= 0) {
            ParentWatch.start(parent);
        }
        EmbeddedBroker broker = EmbeddedBroker.start(data, port, controllerPort);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::stop, "broker-stop"));
        broker.awaitStopped();
        return 0;
    }
}
