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
    private final String source;
    private final Expression expression;

    private Transform(String source, Expression expression) {
        this.source = source;
        this.expression = expression;
    }

    /** What is wrong with the file goes into {@code problems}, with its line. */
    static Transform load(Path file, Collection<Function> functions, SettingsProblems problems) {
        String source = "";
        try {
            source = Files.readString(file);
            Expression compiled = new Parser(new StringReader(source))
                    .withSource(file.getFileName().toString())
                    .withFunctions(functions)
                    .withResourceResolver(Transform::noImports)
                    .compile();
            return new Transform(source, compiled);
        } catch (JsltException e) {
            problems.add(file.toString(), Math.max(e.getLine(), 0), e.getMessageWithoutLocation());
        } catch (IOException e) {
            problems.add(file.toString(), 0, "cannot be read (expected: a JSLT mapping in UTF-8)");
        }
        return new Transform(source, null);
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
            // The message quotes values of the record; where in the mapping it happened does not.
            throw new UnmappableException(new Problem(
                    "UNMAPPABLE",
                    "",
                    "the mapping " + e.getSource() + " fails at line " + e.getLine() + " on this record",
                    "映射 " + e.getSource() + " 第 " + e.getLine() + " 行无法处理该记录"));
        }
    }
}
