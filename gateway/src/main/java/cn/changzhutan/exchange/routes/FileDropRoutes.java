package cn.changzhutan.exchange.routes;

import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * Intake from drop folders. Camel watches for the markers, not for the files that they announce: a marker is the last thing written
 * and the last thing moved, so it alone says what is still to be done. Of several processes one looks: the folder may be theirs together.
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
    private final BooleanSupplier onDuty;

    FileDropRoutes(BooleanSupplier onDuty) {
        this.onDuty = onDuty;
    }

    static String routeId(String system) {
        return "file-drop-" + system;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        getContext().getRegistry().bind("dropFailures", new QuietFailures());
        SettledMarkers settled = new SettledMarkers(Clock.systemUTC());
        GenericFileFilter<File> filter = file -> onDuty.getAsBoolean() && settled.accept(file);
        getContext().getRegistry().bind("dropFilter", filter);
        TEMPLATE.declare(this)
                .from("file:{{folder}}?include=.*[.]done&recursive=false&sortBy=file:modified;file:name"
                        + "&initialDelay=0&delay=500&readLock=none&filter=#dropFilter&exceptionHandler=#dropFailures"
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
