package cn.changzhutan.exchange.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SupervisorTest {
    private final BlockingQueue<FakeServer> started = new LinkedBlockingQueue<>();
    private final List<String> notices = new CopyOnWriteArrayList<>();

    private static final class FakeServer implements Running {
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        @Override
        public CompletableFuture<Void> ended() {
            return ended;
        }

        @Override
        public void close() {
            ended.complete(null);
        }
    }

    private FakeServer start() {
        FakeServer server = new FakeServer();
        started.add(server);
        return server;
    }

    @Test
    void serverThatDies_isStartedAgain_andTold() throws Exception {
        try (Supervisor supervisor = new Supervisor(notices::add)) {
            FakeServer first = supervisor.keep("broker", this::start).get(10, TimeUnit.SECONDS);
            started.take();
            first.ended().complete(null);
            FakeServer second = started.poll(10, TimeUnit.SECONDS);
            assertThat(second).isNotNull().isNotSameAs(first);
            assertThat(notices.get(0)).isEqualTo("broker stopped unexpectedly; starting it again");
        }
    }

    @Test
    void closed_stopsEveryServer_andStartsNoneAgain() throws Exception {
        Supervisor supervisor = new Supervisor(notices::add);
        FakeServer one = supervisor.keep("one", this::start).get(10, TimeUnit.SECONDS);
        FakeServer two = supervisor.keep("two", this::start).get(10, TimeUnit.SECONDS);
        supervisor.close();
        assertThat(one.ended()).succeedsWithin(java.time.Duration.ofSeconds(30));
        assertThat(two.ended()).succeedsWithin(java.time.Duration.ofSeconds(30));
        assertThat(started).hasSize(2);
        assertThat(notices).isEmpty();
    }

    @Test
    void firstStartThatFails_isToldToTheCaller() {
        try (Supervisor supervisor = new Supervisor(notices::add)) {
            CompletableFuture<FakeServer> first = supervisor.keep("broker", () -> {
                throw new CannotRunException("Port 8121 is taken.");
            });
            assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("Port 8121 is taken.");
        }
    }
}
