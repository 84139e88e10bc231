package cn.changzhutan.exchange.routes;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/**
 * Intake from drop folders. Camel watches for the markers, not for the files that they announce: a marker is the last thing written
 * and the last thing moved, so it alone says what is still to be done.
 */
final class FileDropRoutes extends RouteBuilder {
    private static final String PLACE = "dropPlace";
    private static final Template TEMPLATE = new Template(
            "file-drop",
            Map.of(
                    "system", Pattern.compile("[a-z][a-z0-9-]{1,63}"),
                    // nothing that Camel would read as an option, an escape or a placeholder
                    "folder", Pattern.compile("/[^?#%&+{}\\p{Cntrl}]+")));

    private final Map<String, DropFolder> folders = new ConcurrentHashMap<>();

    static String routeId(String system) {
        return "file-drop-" + system;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        getContext().getRegistry().bind("dropFailures", new QuietFailures());
        getContext().getRegistry().bind("dropSettled", new SettledMarkers(Clock.systemUTC()));
        TEMPLATE.declare(this)
                .from("file:{{folder}}?include=.*[.]done&recursive=false&sortBy=file:modified;file:name"
                        + "&initialDelay=0&delay=500&readLock=none&filter=#dropSettled&exceptionHandler=#dropFailures"
                        + "&move=${exchangeProperty." + PLACE + "}/${file:onlyname}")
                .removeHeaders("*")
                .setProperty("system", simple("{{system}}"))
                .process(this::take);
    }

    void add(CamelContext context, String system, Path folder, DropFolder drop) {
        folders.put(system, drop);
        TEMPLATE.instantiate(
                context,
                routeId(system),
                Map.of(
                        "system",
                        system,
                        "folder",
                        folder.toAbsolutePath().normalize().toString()));
    }

    private void take(Exchange exchange) throws Exception {
        DropFolder drop = folders.get(exchange.getProperty("system", String.class));
        var file = (org.apache.camel.component.file.GenericFile<?>)
                exchange.getMessage().getBody();
        exchange.setProperty(PLACE, drop.take(file.getFileNameOnly()).folder());
    }
}
