package cn.changzhutan.exchange.witness;

import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.log.Cosigner;
import cn.changzhutan.exchange.log.NoteKey;
import cn.changzhutan.exchange.log.Policy;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code witness}: a witness of the cities' logs that is no city, for an auditor or another outsider; no database, no broker. */
@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        description = {
            "Run a witness of the cities' logs until it is stopped, as C2SP tlog-witness describes.",
            "Its keys are made at the first start. Give the printed lines to the cities for their policy files,"
                    + " and have the quorum name them. 独立见证程序。"
        })
public final class WitnessCommand implements Callable<Integer> {
    @Option(
            names = "--policy",
            required = true,
            paramLabel = "FILE",
            description = "policy file: the logs of its cities are witnessed")
    private Path policy;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "folder of this witness alone: its keys and what it has seen")
    private Path data;

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "HOST:PORT",
            description = "where to listen for HTTP; put TLS in front of it")
    private String listen;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "name of the keys, schemeless host/witness (default: HOST/witness); never change it")
    private Optional<String> name = Optional.empty();

    @Option(names = "--show", description = "print the lines for policy files and end")
    private boolean show;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        int colon = listen.lastIndexOf(':');
        if (colon < 1 || !listen.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new ParameterException(spec.commandLine(), "--listen " + listen + " (expected: HOST:PORT)");
        }
        String host = listen.substring(0, colon);
        Policy read = Policy.load(policy);
        CityKeys keys = CityKeys.createOrLoad(data.resolve("keys"));
        Cosigner cosigner = new Cosigner(name.orElse(host + "/witness"), keys.witnessEd25519(), keys.witnessSm2());
        print(cosigner);
        if (show) {
            return 0;
        }
        try (FolderLedger ledger = new FolderLedger(data.resolve("state"))) {
            CheckpointWitness witness = new CheckpointWitness(
                    () -> read, city -> true, cosigner, ledger, CheckpointWitness.Patience.NONE, Clock.systemUTC());
            try (WitnessServer server = new WitnessServer(
                    witness, new InetSocketAddress(host, Integer.parseInt(listen.substring(colon + 1))))) {
                spec.commandLine().getErr().println("witnessing " + read.cities() + " at " + server.address());
                Thread.currentThread().join();
            }
        } catch (UncheckedIOException | IllegalStateException e) {
            throw new SettingsException(List.of("witness does not run: " + e.getMessage()));
        }
        return 0;
    }

    private void print(Cosigner cosigner) {
        PrintWriter out = spec.commandLine().getOut();
        String label = cosigner.keys().get(0).name().replaceAll("[^A-Za-z0-9]+", "-");
        for (NoteKey key : cosigner.keys()) {
            boolean sm2 = key.kind() == NoteKey.Kind.COSIGNER_SM2;
            out.println("witness " + label + (sm2 ? "-sm2 " : " ") + key.toVkey()
                    + (sm2 ? "" : " http://" + listen + "/witness"));
        }
        out.flush();
    }
}
