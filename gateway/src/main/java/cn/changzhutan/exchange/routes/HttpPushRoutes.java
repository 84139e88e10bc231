package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.pipeline.Delivery;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/**
 * Delivery by HTTP POST: the native content as the body, what is known of the exchange as {@code Exchange-*} headers. Only these
 * headers go out, and of the answer only status, type and a bounded body come in.
 */
final class HttpPushRoutes extends RouteBuilder {
    private static final Template TEMPLATE = new Template(
            "deliver-http",
            Map.of(
                    "system", Pattern.compile("[a-z][a-z0-9-]{1,63}"),
                    // no query, fragment, user or placeholder: nothing that Camel would read as an option
                    "url", Pattern.compile("https?://[A-Za-z0-9.\\-\\[\\]:]+(/[A-Za-z0-9._~/\\-]*)?")));

    private final HttpPushClient client;

    HttpPushRoutes(HttpPushClient client) {
        this.client = client;
    }

    static String uri(SystemName system) {
        return "direct:deliver-" + system;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        getContext().getRegistry().bind("httpPushClient", client);
        getContext().getRegistry().bind("httpPushHeaders", new PushHeaders());
        TEMPLATE.declare(this)
                .from("direct:deliver-{{system}}" + Call.DIRECT_OPTIONS)
                .removeHeaders("*")
                .process(HttpPushRoutes::request)
                .to("{{url}}?bridgeEndpoint=true&throwExceptionOnFailure=false&followRedirects=false"
                        + "&httpMethod=POST&copyHeaders=false&clearExpiredCookies=false"
                        + "&httpClientConfigurer=#httpPushClient&headerFilterStrategy=#httpPushHeaders")
                .process(HttpPushRoutes::answer);
    }

    static void add(CamelContext context, SystemName system, URI url) {
        TEMPLATE.instantiate(context, "deliver-" + system, Map.of("system", system.value(), "url", url.toString()));
    }

    private static void request(Exchange exchange) {
        Message message = exchange.getMessage();
        Delivery delivery = (Delivery) message.getBody();
        message.setHeader(Exchange.CONTENT_TYPE, delivery.mediaType());
        PushHeaders.of(delivery).forEach(message::setHeader);
        message.setBody(delivery.content());
    }

    private static void answer(Exchange exchange) {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        String type = message.getHeader(Exchange.CONTENT_TYPE, "", String.class);
        byte[] body = message.getBody(byte[].class);
        message.removeHeaders("*");
        message.setBody(BackOfficeAnswer.effect(status, type, body == null ? new byte[0] : body));
    }
}
