package cn.changzhutan.exchange.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.pipeline.Delivery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDeliveryRoutesTest {
    @TempDir
    Path root;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private Path folder;
    private Call call;

    @BeforeEach
    void start() throws Exception {
        folder = root.resolve("株洲 out");
        FileDeliveryRoutes routes = new FileDeliveryRoutes();
        camel.addRoutes(routes);
        camel.start();
        routes.add(camel, Samples.SYSTEM, folder);
        call = new Call(camel.createProducerTemplate(), HttpPushRoutes.uri(Samples.SYSTEM));
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void delivery_isAWholeFileThenItsMarker_andARepeatChangesNothing() throws Exception {
        Delivery delivery = Samples.delivery();
        assertThat(call.send(delivery)).isEqualTo(new DeliveryEffect.Taken());
        assertThat(call.send(delivery)).isEqualTo(new DeliveryEffect.Taken());

        String name = delivery.exchange() + ".json";
        assertThat(names()).containsExactly(name, name + ".done");
        assertThat(folder.resolve(name)).hasBinaryContent(delivery.content());
        assertThat(folder.resolve(name + ".done"))
                .hasContent("exchange-id=" + delivery.exchange()
                        + "\r\nexchange-from=changsha\r\nexchange-kind=pension\r\nexchange-type=PARTICIPATION\r\n"
                        + "exchange-purpose=PENSION_TRANSFER\r\nexchange-source-time=2026-11-22T01:02:03Z\r\n");
    }

    @Test
    void folderThatCannotBeWritten_isAnException_toBeTriedAgain() throws Exception {
        Files.writeString(folder, "a file where the folder should be");
        assertThatThrownBy(() -> call.send(Samples.delivery())).isInstanceOf(java.io.UncheckedIOException.class);
    }

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
