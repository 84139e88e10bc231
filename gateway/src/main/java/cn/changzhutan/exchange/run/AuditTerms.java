package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.Json;
import cn.changzhutan.exchange.SettingsException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** What an auditor asks for, as options of a command; the gateway says what is wrong with it. */
final class AuditTerms {
    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "why you ask; kept with the question")
    private String reason;

    @Option(
            names = "--person",
            paramLabel = "FILE",
            description = "file with {\"idType\": …, \"id\": …}; never on the command line, where others could read it")
    private Path person;

    @Option(
            names = "--where",
            paramLabel = "NAME=VALUE",
            description =
                    "a term, may be given several times: officer, case, onBehalfOf, city, system, peerSystem, kind,"
                            + " type, purpose, lawfulBasis, agreement, outcome, code, event, exchange")
    private Map<String, String> where = new TreeMap<>();

    @Option(names = "--from", paramLabel = "DAY|TIME", description = "earliest day in China, or time with offset")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "DAY|TIME",
            description = "last day in China (all of it), or time before which")
    private String to;

    /** The question, to which a command adds its own members. */
    ObjectNode question() throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("reason", reason);
        if (person != null) {
            try {
                json.set("person", Json.parse(Files.readAllBytes(person)));
            } catch (Json.MalformedException e) {
                throw new SettingsException(List.of(person + ": found no JSON (expected: {\"idType\": …, \"id\": …})"));
            }
        }
        where.forEach(json::put);
        if (from != null) {
            json.put("from", from);
        }
        if (to != null) {
            json.put("to", to);
        }
        return json;
    }
}
