package cn.changzhutan.exchange.pipeline;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class OfficeNewsTest {
    private static final OfficeNews.Box INBOX = new OfficeNews.Box(OfficeNews.Kind.INBOX, "pension-office");
    private static final OfficeNews.Box OUTCOMES = new OfficeNews.Box(OfficeNews.Kind.OUTCOMES, "pension-office");
    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicInteger items = new AtomicInteger();
    private final CountDownLatch looked = new CountDownLatch(1);

    @Test
    void waitingCall_isAnsweredOnceItsBoxIsToldOf() throws Exception {
        OfficeNews news = new OfficeNews(1, LONG);
        CompletableFuture<Integer> call = waitingCall(news);

        news.tell(List.of(OUTCOMES));
        items.set(3);
        news.tell(List.of(INBOX));

        assertThat(call.get(60, SECONDS)).isEqualTo(3);
    }

    @Test
    void whatAnotherProcessCommitted_isFoundWithoutBeingToldOf() throws Exception {
        CompletableFuture<Integer> call = waitingCall(new OfficeNews(1, Duration.ofMillis(1)));

        items.set(2);

        assertThat(call.get(60, SECONDS)).isEqualTo(2);
    }

    @Test
    void whoWaits_isAnsweredAtTheEnd() throws Exception {
        OfficeNews news = new OfficeNews(2, LONG);
        CompletableFuture<Integer> call = waitingCall(news);

        news.end();

        assertThat(call.get(60, SECONDS)).isZero();
        assertThat(look(news)).isZero();
    }

    @Test
    void callForWhichThereIsNoPlace_isRefused() throws Exception {
        OfficeNews news = new OfficeNews(1, LONG);
        CompletableFuture<Integer> call = waitingCall(news);

        assertThatThrownBy(() -> look(news)).isInstanceOf(OverCapacityException.class);

        news.end();
        call.get(60, SECONDS);
    }

    /** Whoever called first may be gone: nothing tells a server. */
    @Test
    void newerCallsOfABox_endTheOldest() throws Exception {
        OfficeNews news = new OfficeNews(64, LONG);
        CompletableFuture<Integer> oldest = waitingCall(news);
        CompletableFuture<Integer> second = inAThread(() -> look(news));
        CompletableFuture<Integer> third = inAThread(() -> look(news));

        assertThat(oldest.get(60, SECONDS)).isZero();

        items.set(1);
        news.tell(List.of(INBOX));
        assertThat(second.get(60, SECONDS)).isEqualTo(1);
        assertThat(third.get(60, SECONDS)).isEqualTo(1);
    }

    @Test
    void placesAreGivenBack() throws Exception {
        OfficeNews news = new OfficeNews(1, LONG);
        items.set(1);
        assertThat(look(news)).isEqualTo(1);
        items.set(0);
        CompletableFuture<Integer> call = waitingCall(news);

        items.set(1);
        news.tell(List.of(INBOX));

        assertThat(call.get(60, SECONDS)).isEqualTo(1);
    }

    /** Has looked once in vain when this returns. */
    private CompletableFuture<Integer> waitingCall(OfficeNews news) throws InterruptedException {
        CompletableFuture<Integer> call = inAThread(() -> news.look(
                INBOX,
                LONG,
                () -> {
                    int found = items.get();
                    looked.countDown();
                    return found;
                },
                Integer::intValue,
                100));
        assertThat(looked.await(60, SECONDS)).isTrue();
        return call;
    }

    private static CompletableFuture<Integer> inAThread(Supplier<Integer> call) {
        return CompletableFuture.supplyAsync(call, task -> new Thread(task).start());
    }

    private int look(OfficeNews news) {
        return news.look(INBOX, LONG, items::get, Integer::intValue, 100);
    }
}
