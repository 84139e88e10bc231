package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.AuthorisedRecord;
import cn.changzhutan.exchange.CanonicalRecord;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.RouteDefinition;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.pipeline.Answer;
import cn.changzhutan.exchange.pipeline.OutboundPipeline;
import cn.changzhutan.exchange.pipeline.OutboundPipeline.Step;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ProcessorDefinition;

/** The outbound walk as Camel routes: one a route folder of the own city, and one for types that have no folder. */
final class OutboundRoutes extends RouteBuilder {
    /** The steps of the pipeline. */
    record Steps(
            Function<List<Submission>, List<Step<CanonicalRecord>>> map,
            Function<List<Step<CanonicalRecord>>, List<Step<List<AuthorisedRecord>>>> authorise,
            Function<List<Step<List<AuthorisedRecord>>>, Supplier<List<Answer>>> seal) {
        static Steps of(OutboundPipeline pipeline) {
            return new Steps(pipeline::map, pipeline::authorise, pipeline::seal);
        }
    }

    /** Takes what has no route of its own, so that its refusal too is made and logged by the pipeline. */
    static final String UNROUTED = "direct:outbound";

    private static final Template TEMPLATE = new Template(
            "outbound",
            Map.of("kind", Pattern.compile("[a-z][a-z0-9-]{1,31}"), "type", Pattern.compile("[A-Z][A-Z0-9_]{1,47}")));

    private final Steps steps;

    OutboundRoutes(Steps steps) {
        this.steps = steps;
    }

    static String uri(RecordType type) {
        return UNROUTED + "-" + type.kind() + "-" + type.type();
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        walk(TEMPLATE.declare(this).from(UNROUTED + "-{{kind}}-{{type}}" + Call.DIRECT_OPTIONS));
        walk(from(UNROUTED + Call.DIRECT_OPTIONS).routeId("outbound"));
    }

    static void add(CamelContext context, RouteDefinition route) {
        RecordType type = route.type();
        TEMPLATE.instantiate(
                context,
                "outbound-" + type.kind() + "-" + type.type(),
                Map.of("kind", type.kind(), "type", type.type()));
    }

    private void walk(ProcessorDefinition<?> route) {
        route.removeHeaders("*")
                .process(Call.step(steps.map()))
                .process(Call.step(steps.authorise()))
                .process(Call.step(steps.seal()));
    }
}
