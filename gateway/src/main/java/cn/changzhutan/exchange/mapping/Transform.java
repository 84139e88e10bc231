package cn.changzhutan.exchange.mapping;

import cn.changzhutan.exchange.Problem;
import cn.changzhutan.exchange.SettingsProblems;
import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** One JSLT file, compiled once. Thread-safe: JSLT keeps what it works on in a scope of each call. */
final class Transform {
    private static final String ERROR = "error: ";

    private final String file;
    private final String source;
    private final Expression expression;

    private Transform(String file, String source, Expression expression) {
        this.file = file;
        this.source = source;
        this.expression = expression;
    }

    /** What is wrong with the file goes into {@code problems}, with its line. */
    static Transform load(Path file, Collection<Function> functions, SettingsProblems problems) {
        String name = file.getFileName().toString();
        String source = "";
        try {
            source = Files.readString(file);
            Expression compiled = new Parser(new StringReader(source))
                    .withSource(name)
                    .withFunctions(functions)
                    .withResourceResolver(Transform::noImports)
                    .compile();
            return new Transform(name, source, compiled);
        } catch (JsltException e) {
            problems.add(file.toString(), Math.max(e.getLine(), 0), firstLine(e.getMessageWithoutLocation()));
        } catch (IllegalArgumentException | StackOverflowError e) {
            // the parser checks neither how long a number is nor how deep brackets go
            problems.add(file.toString(), 0, "not a JSLT mapping (expected: numbers and nesting of moderate size)");
        } catch (IOException e) {
            problems.add(file.toString(), 0, "cannot be read (expected: a JSLT mapping in UTF-8)");
        }
        return new Transform(name, source, null);
    }

    /** The parser appends everything that it would have taken, a line each. */
    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("not a JSLT mapping");
    }

    private static Reader noImports(String name) {
        throw new JsltException("import of " + name + " (expected: no imports; a mapping stands in one file)");
    }

    String source() {
        return source;
    }

    /** @throws UnmappableException if the mapping fails on this tree */
    JsonNode apply(JsonNode tree) {
        try {
            return expression.apply(tree);
        } catch (JsltException e) {
            throw new UnmappableException(new Problem(
                    "UNMAPPABLE",
                    "",
                    "the mapping " + file + " cannot take this record" + reason(e),
                    "映射 " + file + " 无法处理该记录" + reason(e)));
        }
    }

    /**
     * Why, if the mapping's author said so with {@code error("...")}: only a text that stands word for word in the mapping, for every
     * other message quotes values of the record.
     */
    private String reason(JsltException e) {
        String message = e.getMessageWithoutLocation();
        String said = message.startsWith(ERROR) ? message.substring(ERROR.length()) : message;
        return source.contains("error(\"" + said + "\")") ? ": " + said : "";
    }
}
