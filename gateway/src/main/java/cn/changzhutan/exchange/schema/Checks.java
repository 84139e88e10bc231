package cn.changzhutan.exchange.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import com.networknt.schema.keyword.AbstractKeyword;
import com.networknt.schema.keyword.AbstractKeywordValidator;
import com.networknt.schema.keyword.AnnotationKeyword;
import com.networknt.schema.keyword.FormatKeyword;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * JSON Schema 2020-12 with our own {@code format} and {@code x-code}, whose errors carry the problem's code as their message key.
 * Compiles schemas; what it compiles is thread-safe.
 */
final class Checks {
    private static final Object TODAY = Checks.class;
    private final Dialect dialect;

    Checks(CodeTables codes) {
        dialect = Dialect.builder(Dialects.getDraft202012())
                .formatKeywordFactory(OurFormats::new)
                .keyword(new TextKeyword("x-code", name -> {
                    CodeTable table = codes.get(name);
                    return (value, today) -> table.contains(value) ? Optional.empty() : Optional.of("CODE_UNKNOWN");
                }))
                .keyword(new AnnotationKeyword("x-privacy"))
                .keyword(new AnnotationKeyword("x-person"))
                .build();
    }

    /** Each schema in a registry of its own, so that nothing is fetched and nothing is shared. */
    Schema compile(JsonNode schema) {
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder().preloadSchema(true).build();
        Schema compiled = SchemaRegistry.withDialect(dialect, registry -> registry.schemaRegistryConfig(config))
                .getSchema(schema);
        compiled.initializeValidators();
        return compiled;
    }

    static List<Error> errors(Schema schema, JsonNode record, LocalDate today) {
        return schema.validate(
                record,
                (ExecutionContext context) -> context.getCollectorContext().put(TODAY, today));
    }

    /** A keyword whose value names a check of texts; what is not a text is left to {@code type}. */
    private static final class TextKeyword extends AbstractKeyword {
        private final Function<String, Formats.Check> checks;

        TextKeyword(String name, Function<String, Formats.Check> checks) {
            super(name);
            this.checks = checks;
        }

        @Override
        public KeywordValidator newValidator(
                SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
            return new TextValidator(this, value, location, checks.apply(value.textValue()));
        }
    }

    /** The validator takes a replacement of {@code format} only as a child of its own keyword. */
    private static final class OurFormats extends FormatKeyword {
        private final TextKeyword ours =
                new TextKeyword("format", name -> Formats.find(name).orElseThrow());

        OurFormats(Map<String, Format> ignored) {
            super(ignored);
        }

        @Override
        public KeywordValidator newValidator(
                SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
            return ours.newValidator(location, value, parent, context);
        }
    }

    private static final class TextValidator extends AbstractKeywordValidator {
        private final Formats.Check check;

        TextValidator(Keyword keyword, JsonNode value, SchemaLocation location, Formats.Check check) {
            super(keyword, value, location);
            this.check = check;
        }

        @Override
        public void validate(ExecutionContext context, JsonNode node, JsonNode root, NodePath path) {
            if (!node.isTextual()) {
                return;
            }
            check.problem(node.textValue(), context.getCollectorContext().get(TODAY))
                    .ifPresent(code -> context.addError(Error.builder()
                            .keyword(getKeyword())
                            .messageKey(code)
                            .message(code)
                            .instanceLocation(path)
                            .schemaLocation(schemaLocation)
                            .build()));
        }
    }
}
