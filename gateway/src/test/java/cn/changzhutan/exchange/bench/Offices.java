package cn.changzhutan.exchange.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** The back offices at both ends: one fetches and acknowledges what came for it, the other reads what became of what it sent. */
final class Offices {
    private static final byte[] EXCHANGE = Senders.ascii("{\"exchange\":\"");
    private static final byte[] MESSAGE = Senders.ascii("\"messageId\":\"");
    private static final byte[] STATE = Senders.ascii("\"state\":\"");
    private static final byte[] NEXT = Senders.ascii("\"next\":\"");
    private static final int PAGE = 1000;
    private static final int ID = 36;
    private static final long SILENCE = 100_000_000;

    private final Load load;
    private final long idleNanos;
    private final int waitSeconds;
    private volatile int silent = -1;

    /**
     * @param idleMillis pause of an office that found less than a page
     * @param waitSeconds how long its calls wait where there is nothing
     */
    Offices(Load load, long idleMillis, int waitSeconds) {
        this.waitSeconds = waitSeconds;
        this.load = load;
        this.idleNanos = idleMillis * 1_000_000;
    }

    /** The receiving office of this lane does nothing until another is silent; -1: none. */
    void silence(int lane) {
        silent = lane;
    }

    Thread receive(Lane lane) {
        return Senders.start("inbox-" + lane.number(), () -> receiveAll(lane), load);
    }

    private void receiveAll(Lane lane) throws IOException {
        byte[] inbox = lane.inboxHead(PAGE, waitSeconds);
        byte[] acknowledge = lane.acknowledgeHead();
        try (HttpConnection connection = new HttpConnection(lane.to().gateway())) {
            while (!load.stopped()) {
                if (silent == lane.number()) {
                    LockSupport.parkNanos(SILENCE);
                    continue;
                }
                int count = 0;
                if (call(connection, inbox, null, -1)) {
                    StringBuilder ids = new StringBuilder(64 + PAGE * (ID + 3)).append("{\"exchanges\":[");
                    for (int at = connection.indexOf(EXCHANGE, 0);
                            at >= 0;
                            at = connection.indexOf(EXCHANGE, at + ID)) {
                        ids.append(count++ == 0 ? "\"" : ",\"");
                        ids.append(text(connection, at + EXCHANGE.length, ID)).append('"');
                    }
                    if (count > 0) {
                        byte[] body = ids.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
                        call(connection, acknowledge, body, body.length);
                    }
                }
                pauseAfter(count);
            }
        }
    }

    Thread follow(Lane lane) {
        return Senders.start("outcomes-" + lane.number(), () -> followAll(lane), load);
    }

    private void followAll(Lane lane) throws IOException {
        String cursor = "";
        try (HttpConnection connection = new HttpConnection(lane.from().gateway())) {
            while (!load.stopped()) {
                int count = 0;
                if (call(connection, lane.outcomesHead(cursor, waitSeconds), null, -1)) {
                    for (int at = connection.indexOf(MESSAGE, 0); at >= 0; at = connection.indexOf(MESSAGE, at)) {
                        at += MESSAGE.length;
                        String id = textUntilQuote(connection, at);
                        at = connection.indexOf(STATE, at) + STATE.length;
                        load.closed(connection.body()[at] == 'D', Senders.due(id));
                        count++;
                    }
                    int next = connection.indexOf(NEXT, Math.max(0, connection.length() - 100));
                    cursor = next < 0 ? cursor : textUntilQuote(connection, next + NEXT.length);
                }
                pauseAfter(count);
            }
        }
    }

    private boolean call(HttpConnection connection, byte[] head, byte[] body, int length) {
        try {
            int status = connection.call(head, body, length);
            if (status == 200) {
                return true;
            }
            if (status != 429 && status != 503) {
                load.failed(status + " " + connection.text());
            }
        } catch (IOException e) {
            load.failed("office: " + e);
            LockSupport.parkNanos(100_000_000);
        }
        return false;
    }

    private void pauseAfter(int count) {
        if (count < PAGE / 2) {
            LockSupport.parkNanos(idleNanos);
        }
    }

    private static String text(HttpConnection connection, int from, int length) {
        return new String(connection.body(), from, length, StandardCharsets.US_ASCII);
    }

    private static String textUntilQuote(HttpConnection connection, int from) {
        int to = from;
        while (connection.body()[to] != '"') {
            to++;
        }
        return text(connection, from, to - from);
    }
}
