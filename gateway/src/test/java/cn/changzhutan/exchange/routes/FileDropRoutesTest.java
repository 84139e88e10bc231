package cn.changzhutan.exchange.routes;

import static cn.changzhutan.exchange.routes.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.pipeline.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDropRoutesTest {
    private static final String MARKER =
            "batch=B1\nkind=pension\ntype=PARTICIPATION\nto=changsha\npurpose=PENSION_TRANSFER\nofficer=zz-0731\n";

    @TempDir
    Path root;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean onDuty = true;
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        folder = root.resolve("株洲 养老").resolve("in");
        Files.createDirectories(folder);
        FileDropRoutes routes = new FileDropRoutes(() -> {
            looks.incrementAndGet();
            return onDuty;
        });
        camel.addRoutes(routes);
        camel.start();
        DropRows rows = new DropRows(
                Samples.ZHUZHOU,
                Samples.SYSTEM,
                this::submit,
                new DropRows.Limits(100, 2),
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)),
                new StopSignal());
        DropFolder drop = new DropFolder(
                new SystemEndpoint.DropIn(Samples.SYSTEM, folder, StandardCharsets.UTF_8),
                type -> Optional.of(file -> Outcome.passed(List.of(file))),
                rows,
                new DropFolder.Limits(1000, 5));
        routes.add(camel, Samples.SYSTEM.value(), folder, drop);
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private List<Answer> submit(List<Submission> group) {
        group.forEach(submission -> taken.add(new String(submission.content(), StandardCharsets.UTF_8)));
        return group.stream()
                .map(submission -> Samples.accepted(Samples.exchange()))
                .toList();
    }

    @Test
    void fileIsTaken_onlyOnceItsMarkerStands_andBothEndUpInDone() throws Exception {
        Files.writeString(folder.resolve("early.csv"), "early");
        drop("张三 1.csv", "one");
        await().until(() -> Files.exists(folder.resolve("done/张三 1.csv.done")));
        drop("b.csv", "two");
        await().until(() -> Files.exists(folder.resolve("done/b.csv.done")));

        assertThat(taken).containsExactly("one", "two");
        assertThat(folder.resolve("early.csv")).exists();
        assertThat(folder.resolve("done/张三 1.csv")).hasContent("one");
        assertThat(folder.resolve("张三 1.csv.done")).doesNotExist();
        assertThat(folder.resolve("张三 1.csv.result.csv")).exists();
    }

    @Test
    void fileIsLeft_toTheProcessThatIsOnDuty() throws Exception {
        onDuty = false;
        int before = looks.get();
        drop("a.csv", "one");
        await().until(() -> looks.get() >= before + 2);
        assertThat(taken).isEmpty();
        assertThat(folder.resolve("a.csv")).exists();

        onDuty = true;
        await().until(() -> Files.exists(folder.resolve("done/a.csv.done")));
        assertThat(taken).containsExactly("one");
    }

    @Test
    void badMarker_endsUpInFailed_besideItsFile() throws Exception {
        Files.writeString(folder.resolve("a.csv"), "one");
        AtomicFiles.write(folder.resolve("a.csv.done"), "nonsense\n".getBytes(StandardCharsets.UTF_8));
        await().until(() -> Files.exists(folder.resolve("failed/a.csv.done")));
        assertThat(folder.resolve("failed/a.csv")).exists();
        assertThat(folder.resolve("a.csv.result.csv")).content().contains("MARKER_INVALID");
        assertThat(taken).isEmpty();
    }

    private void drop(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
        AtomicFiles.write(folder.resolve(name + ".done"), MARKER.getBytes(StandardCharsets.UTF_8));
    }
}
