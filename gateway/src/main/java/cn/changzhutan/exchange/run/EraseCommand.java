package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.SettingsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code erase}: asks a running gateway for an erasure, or agrees to one that another user asked for. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = {
            "Asks a running gateway to destroy the keys of exchanges, or agrees to that as the second user.",
            "The log keeps that they were; every proof stays valid. Exit status 0 only if it is carried out.",
            "申请或审批删除:销毁交换数据的密钥,日志与存证保持有效。"
        })
public final class EraseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OperatorClient gateway;

    @ArgGroup(multiplicity = "1")
    private What what;

    /** Which exchanges, or which request. */
    static final class What {
        @Option(names = "--exchange", paramLabel = "ID", description = "an exchange; may be given several times")
        private List<String> exchanges;

        @Option(
                names = "--person",
                paramLabel = "FILE",
                description =
                        "file with {\"idType\": …, \"id\": …}; never on the command line, where others could read it")
        private Path person;

        @Option(names = "--approve", paramLabel = "ID", description = "the request that another user has made")
        private UUID approve;

        @Option(names = "--show", paramLabel = "ID", description = "a request: how far it is")
        private UUID show;
    }

    @Option(
            names = "--ground",
            paramLabel = "CODE",
            description =
                    "legal ground: PURPOSE_ENDED, RETENTION_ENDED, CONSENT_WITHDRAWN, UNLAWFUL_PROCESSING, OTHER_LAW")
    private String ground = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (ground.isEmpty() == (what.exchanges != null || what.person != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--ground (expected: with --exchange and --person, and only with them)");
        }
        JsonNode erasure = answer().body();
        PrintWriter out = spec.commandLine().getOut();
        boolean done = erasure.path("state").asText().equals("DONE");
        out.println("erasure " + erasure.path("id").asText() + ": "
                + erasure.path("exchanges").asText() + " exchanges, "
                + (done
                        ? erasure.path("erased").asText() + " erased"
                        : "waits for another user: erase --approve "
                                + erasure.path("id").asText())
                + (erasure.path("open").asInt() > 0
                        ? ", " + erasure.path("open").asText() + " not closed yet: ask again later"
                        : ""));
        out.flush();
        return done && erasure.path("open").asInt() == 0 ? 0 : 1;
    }

    private OperatorClient.Answer answer() throws IOException, InterruptedException {
        if (what.show != null) {
            return gateway.get("/api/v1/erasures/" + what.show);
        }
        if (what.approve != null) {
            return gateway.post("/api/v1/erasures/" + what.approve + "/approve");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("ground", ground);
        if (what.person != null) {
            body.set("person", person());
        } else {
            what.exchanges.forEach(body.putArray("exchanges")::add);
        }
        return gateway.post("/api/v1/erasures", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode person() throws IOException {
        try {
            return Json.parse(Files.readAllBytes(what.person));
        } catch (Json.MalformedException e) {
            throw new SettingsException(
                    List.of(what.person + ": found no JSON (expected: {\"idType\": …, \"id\": …})"));
        }
    }
}
