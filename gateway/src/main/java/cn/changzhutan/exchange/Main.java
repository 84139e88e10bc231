package cn.changzhutan.exchange;

import ch.qos.logback.classic.Level;
import cn.changzhutan.exchange.local.BrokerCommand;
import cn.changzhutan.exchange.local.CannotRunException;
import cn.changzhutan.exchange.local.DemoCommand;
import cn.changzhutan.exchange.run.AuditCommand;
import cn.changzhutan.exchange.run.EraseCommand;
import cn.changzhutan.exchange.run.NewEpochCommand;
import cn.changzhutan.exchange.run.ReconcileCommand;
import cn.changzhutan.exchange.run.ReindexCommand;
import cn.changzhutan.exchange.run.RunCommand;
import cn.changzhutan.exchange.settings.CheckCommand;
import cn.changzhutan.exchange.settings.KeysCommand;
import cn.changzhutan.exchange.settings.TokenCommand;
import cn.changzhutan.exchange.verify.VerifyCommand;
import cn.changzhutan.exchange.verify.VerifyLogCommand;
import cn.changzhutan.exchange.witness.WitnessCommand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The one program: every command by its name. */
@Command(
        name = "gateway.jar",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "A city's gateway for exchanging records with other cities (长株潭政务数据交换网关).",
            "COMMAND --help explains a command."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:done", "1:failed; the reason is printed", "2:wrong usage"},
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            TokenCommand.class,
            KeysCommand.class,
            AuditCommand.class,
            ReindexCommand.class,
            ReconcileCommand.class,
            EraseCommand.class,
            DemoCommand.class,
            BrokerCommand.class,
            VerifyCommand.class,
            VerifyLogCommand.class,
            WitnessCommand.class,
            NewEpochCommand.class,
        })
public final class Main {
    /** Exit status: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] args) {
        quietLog();
        System.exit(commandLine().execute(args));
    }

    /** A command prints its answer and nothing of the libraries under it. A gateway sets up its own, structured log when it starts. */
    private static void quietLog() {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.WARN);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler(Main::explain);
    }

    /** What the person who started it can mend is said in plain sentences; only what nobody foresaw comes with a stack trace. */
    private static int explain(Exception e, CommandLine command, ParseResult parsed) throws Exception {
        if (e instanceof SettingsException || e instanceof CannotRunException) {
            command.getErr().println(e.getMessage());
            command.getErr().flush();
            return 1;
        }
        throw e;
    }
}
