package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.pipeline.Arrival;
import cn.changzhutan.exchange.pipeline.InboundPipeline;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;

/** What the Kafka legs call with each batch: a route returns when the effect is durable and throws if the batch is to be read again. */
final class InboundRoutes extends RouteBuilder {
    /** The steps of the pipelines. */
    record Steps(
            Function<List<Arrival>, List<InboundPipeline.Opened>> open,
            Consumer<List<InboundPipeline.Opened>> receive,
            Consumer<List<Arrival>> settle,
            Consumer<List<Arrival>> observe,
            Consumer<List<Arrival>> answer) {
        static Steps of(InboundPipeline inbound) {
            return new Steps(inbound::open, inbound::receive, inbound::settle, inbound::observe, inbound::answer);
        }
    }

    /** The legs; each has the route {@code direct:inbound-<leg>}. */
    enum Leg {
        RECORDS,
        RECEIPTS,
        CHECKPOINTS,
        ASKS;

        /** Lower case: for routes, groups, threads and the health page. */
        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        String uri() {
            return "direct:inbound-" + id();
        }
    }

    private final Steps steps;

    InboundRoutes(Steps steps) {
        this.steps = steps;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        leg(Leg.RECORDS).process(Call.step(steps.open())).process(last(steps.receive()));
        leg(Leg.RECEIPTS).process(last(steps.settle()));
        leg(Leg.CHECKPOINTS).process(last(steps.observe()));
        leg(Leg.ASKS).process(last(steps.answer()));
    }

    private RouteDefinition leg(Leg leg) {
        RouteDefinition route = from(leg.uri() + Call.DIRECT_OPTIONS).routeId("inbound-" + leg.id());
        route.removeHeaders("*");
        return route;
    }

    private static <A> Processor last(Consumer<A> step) {
        return Call.<A, Object>step(body -> {
            step.accept(body);
            return null;
        });
    }
}
