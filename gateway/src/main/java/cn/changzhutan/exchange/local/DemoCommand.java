package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.SettingsException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command for who wants to see it: all cities of config/ on this machine, fed with samples. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Start a database, a broker, a gateway and simulated back offices for every city on this one machine, feed the "
                        + "golden samples, show what became of them, and stay up until Ctrl-C.")
public final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--exit",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            description = "Stop after the samples; status 0 only if each ended as it should.")
    private boolean exit;

    @Option(
            names = "--data",
            defaultValue = "data/demo",
            description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--config",
            defaultValue = "config",
            description = "Cities and agreements (default: ${DEFAULT-VALUE}).")
    private Path config;

    @Option(
            names = "--end-with-parent",
            hidden = true,
            description = "Stop when the process that started this one is gone.")
    private boolean endWithParent;

    /** @return 0 if all samples ended as they should or Ctrl-C was given, else 1 */
    @Override
    public Integer call() throws InterruptedException {
        System.setProperty("logback.configurationFile", "child-logback.xml");
        if (endWithParent) {
            ParentWatch.start();
        }
        Progress progress =
                new Progress(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        Demo demo = new Demo(config, data, progress);
        Thread stop = new Thread(demo::close, "demo-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        boolean good = false;
        try {
            good = demo.run();
            if (!exit) {
                progress.say("running until Ctrl-C");
                new CountDownLatch(1).await();
            }
        } catch (CannotRunException | SettingsException e) {
            progress.say(e.getMessage());
        } catch (IOException e) {
            progress.say("The demo failed: " + e.getMessage());
        } finally {
            demo.close();
        }
        return good ? 0 : 1;
    }
}
