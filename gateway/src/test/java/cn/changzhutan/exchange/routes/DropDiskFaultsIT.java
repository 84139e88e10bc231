package cn.changzhutan.exchange.routes;

import static cn.changzhutan.exchange.routes.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.chaos.SmallDisk;
import cn.changzhutan.exchange.pipeline.Answer;
import cn.changzhutan.exchange.pipeline.Delivery;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drop folders whose disk is full or read-only, in both directions. */
@Tag("chaos")
class DropDiskFaultsIT {
    private static final String MARKER =
            "batch=B1\nkind=pension\ntype=PARTICIPATION\nto=changsha\npurpose=PENSION_TRANSFER\nofficer=zz-0731\n";

    @TempDir
    Path root;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private SmallDisk disk;

    @BeforeEach
    void start() throws Exception {
        disk = SmallDisk.mount(root.resolve("disk"), 1);
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        camel.stop();
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void fullOrReadOnly_deliveryFails_leavesNothingThatLooksWhole_andComesLater() throws Exception {
        FileDeliveryRoutes routes = new FileDeliveryRoutes();
        camel.addRoutes(routes);
        Path folder = Files.createDirectories(disk.folder().resolve("out"));
        routes.add(camel, Samples.SYSTEM, folder);
        Call call = new Call(camel.createProducerTemplate(), HttpPushRoutes.uri(Samples.SYSTEM));
        Delivery delivery = Samples.delivery();

        disk.fill();
        assertThatThrownBy(() -> call.send(delivery)).isInstanceOf(UncheckedIOException.class);
        assertThat(visible(folder)).isEmpty();
        disk.free();
        disk.readOnly(true);
        assertThatThrownBy(() -> call.send(delivery)).isInstanceOf(UncheckedIOException.class);
        assertThat(visible(folder)).isEmpty();
        disk.readOnly(false);

        assertThat(call.send(delivery)).isEqualTo(new DeliveryEffect.Taken());
        String name = delivery.exchange() + ".json";
        assertThat(visible(folder)).containsExactly(name, name + ".done");
        assertThat(folder.resolve(name)).hasBinaryContent(delivery.content());
    }

    @Test
    void fullThenReadOnly_droppedFileIsAnsweredOnceItCanBe_withTheSameMessageIds() throws Exception {
        Path folder = Files.createDirectories(disk.folder().resolve("in"));
        FileDropRoutes routes = new FileDropRoutes(() -> true);
        camel.addRoutes(routes);
        routes.add(camel, Samples.SYSTEM.value(), folder, drop(folder));
        Path first = folder.resolve("a.csv");
        Files.writeString(first, "one");
        Path staged = folder.resolve("a.csv.done.tmp");
        Files.writeString(staged, MARKER);
        disk.fill();
        Files.move(staged, folder.resolve("a.csv.done"));
        await().until(() -> taken.size() >= 2); // accepted, not answered, so asked again under the same ids
        assertThat(folder.resolve("a.csv.result.csv")).doesNotExist();
        disk.free();

        await().until(() -> Files.exists(folder.resolve("done/a.csv.done")));
        assertThat(folder.resolve("a.csv.result.csv")).content().contains("ACCEPTED");
        assertThat(taken).containsOnly("B1:1");

        Files.writeString(folder.resolve("b.csv"), "two");
        Files.writeString(folder.resolve("b.csv.tmp"), MARKER.replace("B1", "B2"));
        Files.move(folder.resolve("b.csv.tmp"), folder.resolve("b.csv.done"));
        disk.readOnly(true);
        disk.readOnly(false);
        await().until(() -> Files.exists(folder.resolve("done/b.csv.done")));
        assertThat(taken).containsOnly("B1:1", "B2:1");
    }

    private DropFolder drop(Path folder) {
        DropRows rows = new DropRows(
                Samples.ZHUZHOU,
                Samples.SYSTEM,
                this::submit,
                new DropRows.Limits(100, 2),
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)),
                new StopSignal());
        return new DropFolder(
                new SystemEndpoint.DropIn(Samples.SYSTEM, folder, StandardCharsets.UTF_8),
                type -> Optional.of(file -> Outcome.passed(List.of(file))),
                rows,
                new DropFolder.Limits(1000, 5));
    }

    private List<Answer> submit(List<Submission> group) {
        group.forEach(submission -> taken.add(submission.messageId()));
        return group.stream()
                .map(submission -> Samples.accepted(Samples.exchange()))
                .toList();
    }

    /** As a back office looks into the folder. */
    private static List<String> visible(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
