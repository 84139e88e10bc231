package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.SystemName;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a token for a back-office system. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a fresh token for a back-office system, and the line for the gateway's credentials file.",
            "The token is shown once: give it to the system, and put only the line into the file.",
            "为业务系统生成访问令牌,仅显示一次;凭证文件只保存其散列。"
        })
public final class TokenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--system",
            required = true,
            paramLabel = "NAME",
            description = "the system, as config/cities names it, such as changsha-pension")
    private String system;

    @Override
    public Integer call() {
        if (!Form.SYSTEM.takes(system)) {
            throw new ParameterException(
                    spec.commandLine(), "--system " + system + " (expected: " + Form.SYSTEM.expected() + ")");
        }
        Token token = Token.fresh();
        PrintWriter out = spec.commandLine().getOut();
        out.println("token for the system:            " + token.reveal());
        out.println("line for the credentials file:   " + Credentials.line(new SystemName(system), List.of(token)));
        out.println("(if the system stands there already, put the hash into its list, and take the old one out later)");
        out.flush();
        return 0;
    }
}
