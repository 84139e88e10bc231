package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.log.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verifies a bundle of evidence offline. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies a bundle of evidence, offline: what holds is printed, what does not goes to stderr, one a line.",
            "Exit status 0 only if all holds. Only the keys of the given policy are believed.",
            "离线验证存证包: 逐项说明哪些成立、哪些不成立; 全部成立时退出状态为 0。"
        })
public final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "BUNDLE", description = "the zip file")
    private Path bundle;

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "FILE",
            description = "whose keys and witnesses to believe; from people you trust, never from the bundle")
    private Path policy;

    @Override
    public Integer call() {
        Policy trusted = Policy.load(policy);
        Report report = BundleVerifier.verify(bytes(), trusted);
        return Printed.print(report, bundle.getFileName().toString(), spec.commandLine());
    }

    private byte[] bytes() {
        try (InputStream in = Files.newInputStream(bundle)) {
            return in.readNBytes(BundleReader.MAX_BUNDLE + 1);
        } catch (IOException e) {
            throw new SettingsException(
                    List.of(bundle + ": cannot be read: " + e.getClass().getSimpleName()));
        }
    }
}
