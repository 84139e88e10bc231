package cn.changzhutan.exchange;

import cn.changzhutan.exchange.local.BrokerCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The one program: every command by its name. */
@Command(
        name = "gateway.jar",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "A city's gateway for exchanging records with other cities.",
        subcommands = {BrokerCommand.class})
public final class Main {
    /** Exit status: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
