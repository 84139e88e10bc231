package cn.changzhutan.exchange.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One more process of this very program, from the same jar or class path and on the same Java, that ends when this one does.
 *
 * @param name of its log and process id files
 * @param jvmOptions as {@code -Xmx256m}
 * @param arguments of the program, command first; {@code --parent} is added
 * @param folder that gets name.log and name.pid
 */
public record ChildJvm(String name, List<String> jvmOptions, List<String> arguments, Path folder) {
    private static final String LAUNCHER = "org.springframework.boot.loader.launch.JarLauncher";
    private static final String MAIN = "cn.changzhutan.exchange.Main";
    private static final long LOG_BYTES = 16L << 20;

    public ChildJvm {
        jvmOptions = List.copyOf(jvmOptions);
        arguments = List.copyOf(arguments);
    }

    /** Ends what a killed run may have left of this child. */
    public void endLeftover() throws IOException, InterruptedException {
        pidFile().endLeftover();
    }

    /** Ends what a killed run may have left of this child, then starts it; returns at once. */
    public Process start() throws IOException, InterruptedException {
        endLeftover();
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(Detached.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add(packaged() ? LAUNCHER : MAIN);
        command.addAll(arguments);
        command.add("--parent");
        command.add(Long.toString(ProcessHandle.current().pid()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("CLASSPATH", classPath());
        // Options meant for the parent (a debugger's port, its heap) would break or swell the child.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process process = builder.start();
        pidFile().write(process.toHandle());
        return process;
    }

    /** Asks the child to end, insists after 20 s, and waits until it has ended. */
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private PidFile pidFile() {
        return new PidFile(folder.resolve(name + ".pid"));
    }

    /** The child's output; one older file is kept beside it. */
    private Path log() throws IOException {
        Path log = folder.resolve(name + ".log");
        if (Files.exists(log) && Files.size(log) > LOG_BYTES) {
            Files.move(log, folder.resolve(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return log;
    }

    private static boolean packaged() {
        return ClassLoader.getSystemResource(LAUNCHER.replace('.', '/') + ".class") != null;
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
