package cn.changzhutan.exchange.routes;

import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.pipeline.Delivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/**
 * Delivery into a folder: {@code <exchange id>.<extension>} with the native content, then {@code <exchange id>.<extension>.done}
 * with {@code key=value} lines of what is known of the exchange. The marker stands only beside a whole file. A repeat writes the same
 * names with the same content. The folder is not a parameter of the route: a path would be read as part of a URI.
 */
final class FileDeliveryRoutes extends RouteBuilder {
    private static final Template TEMPLATE =
            new Template("deliver-file", Map.of("system", Pattern.compile("[a-z][a-z0-9-]{1,63}")));

    private final Map<String, Path> folders = new ConcurrentHashMap<>();

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        TEMPLATE.declare(this)
                .from("direct:deliver-{{system}}" + Call.DIRECT_OPTIONS)
                .removeHeaders("*")
                .setProperty("system", simple("{{system}}"))
                .process(this::write);
    }

    void add(CamelContext context, SystemName system, Path folder) {
        folders.put(system.value(), folder);
        TEMPLATE.instantiate(context, "deliver-" + system, Map.of("system", system.value()));
    }

    private void write(Exchange exchange) {
        Path folder = folders.get(exchange.getProperty("system", String.class));
        Delivery delivery = (Delivery) exchange.getMessage().getBody();
        try {
            write(folder, delivery);
            exchange.getMessage().setBody(new DeliveryEffect.Taken());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path folder, Delivery delivery) throws IOException {
        Files.createDirectories(folder);
        String name = delivery.exchange() + "." + delivery.fileExtension();
        AtomicFiles.write(folder.resolve(name), delivery.content());
        AtomicFiles.write(folder.resolve(name + ".done"), marker(delivery).getBytes(StandardCharsets.UTF_8));
    }

    /** {@code exchange-id=…} and so on: the headers of a push, in lower case. */
    private static String marker(Delivery delivery) {
        StringBuilder lines = new StringBuilder();
        PushHeaders.of(delivery)
                .forEach((name, value) -> lines.append(name.toLowerCase(java.util.Locale.ROOT))
                        .append('=')
                        .append(value)
                        .append("\r\n"));
        return lines.toString();
    }
}
