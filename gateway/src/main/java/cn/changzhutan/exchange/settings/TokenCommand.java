package cn.changzhutan.exchange.settings;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a token for a back-office system, a user, or another city. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a fresh token for a system, a user or another city, and the line for the gateway's credentials file.",
            "The token is shown once: give it to whom it is for, and put only the line into the file.",
            "为业务系统、用户或其他城市生成访问令牌,仅显示一次;凭证文件只保存其散列。"
        })
public final class TokenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Whose whose;

    /** One of the two; both mean a name of the credentials file. */
    static final class Whose {
        @Option(
                names = "--system",
                paramLabel = "NAME",
                description = "the system, as config/cities names it, such as changsha-pension")
        private String system;

        @Option(
                names = "--user",
                paramLabel = "NAME",
                description = "the user of config/users.yaml, or the other city that is to call this gateway")
        private String user;

        private String name() {
            return system == null ? user : system;
        }
    }

    @Override
    public Integer call() {
        String name = whose.name();
        if (!Form.SYSTEM.takes(name)) {
            String option = whose.system == null ? "--user " : "--system ";
            throw new ParameterException(
                    spec.commandLine(), option + name + " (expected: 2 to 64 characters of a-z, 0-9, -)");
        }
        Token token = Token.fresh();
        PrintWriter out = spec.commandLine().getOut();
        out.println("token, to be shown to nobody else: " + token.reveal());
        out.println("line for the credentials file:     " + Credentials.line(name, List.of(token)));
        out.println("(if the name stands there already, put the hash into its list, and take the old one out later)");
        out.flush();
        return 0;
    }
}
