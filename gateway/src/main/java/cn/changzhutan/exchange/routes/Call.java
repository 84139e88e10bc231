package cn.changzhutan.exchange.routes;

import java.util.function.Function;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;

/**
 * One call of a {@code direct:} route with nothing but a body: no header enters an exchange of ours from outside, and what the route
 * throws comes out as itself. Thread-safe.
 */
final class Call {
    /** On every {@code direct:} consumer: a route that is not there is an error at once, not a wait of 30 s. */
    static final String DIRECT_OPTIONS = "?block=false&failIfNoConsumers=true";

    private final ProducerTemplate producer;
    private final String uri;

    Call(ProducerTemplate producer, String uri) {
        this.producer = producer;
        this.uri = uri + DIRECT_OPTIONS;
    }

    /** @return the body after the route; unchecked exceptions of the route are thrown as they are */
    Object send(Object body) {
        Exchange exchange = new DefaultExchange(producer.getCamelContext());
        exchange.getMessage().setBody(body);
        producer.send(uri, exchange);
        Exception failure = exchange.getException();
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure != null) {
            throw new CamelExecutionException("route " + uri, exchange, failure);
        }
        return exchange.getMessage().getBody();
    }

    /** A step of a route: body in, body out, and nothing else. */
    @SuppressWarnings("unchecked") // a route's steps are typed where it is built; Camel's bodies are not
    static <A, B> Processor step(Function<A, B> step) {
        return exchange -> exchange.getMessage()
                .setBody(step.apply((A) exchange.getMessage().getBody()));
    }
}
