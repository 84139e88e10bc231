package cn.changzhutan.exchange.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The threads that send: closed loop (as fast as the window of open records lets them) or open loop (at a fixed rate, come what may). */
final class Senders {
    private static final int MAX_RECORD = 4096;

    private final List<Lane> lanes;
    private final Load load;
    /** Records that may be under way at once; closed loop only. */
    private final int window;

    private final Rig.StopSwitch on;

    Senders(List<Lane> lanes, Load load, int window, Rig.StopSwitch on) {
        this.on = on;
        this.lanes = lanes;
        this.load = load;
        this.window = window;
    }

    /** @param number of the sender in its lane @param perSecond records a second of this thread; 0: closed loop */
    Thread batches(Lane lane, int number, int size, double perSecond) {
        return start("batch-" + lane.number() + "-" + number, () -> {
            RecordSource source = lane.source(lane.number() * 1_000L + 100 + number);
            byte[] head = lane.batchHead();
            byte[] body = new byte[size * MAX_RECORD];
            Pace pace = new Pace(perSecond / size);
            try (HttpConnection connection = new HttpConnection(lane.from().gateway())) {
                for (long n = 0; !stopped(); n++) {
                    long due = next(pace, size);
                    if (due < 0) {
                        return;
                    }
                    int length = 0;
                    for (int i = 0; i < size; i++) {
                        length = line(body, length, id(lane, number * 1_000_000_000L + n * size + i, due), source);
                    }
                    send(connection, head, body, length, size, due);
                }
            }
        });
    }

    private static int line(byte[] body, int at, String id, RecordSource source) {
        int to = put("{\"id\":\"" + id + "\",\"record\":", body, at);
        to += source.next(body, to);
        return put("}\n", body, to);
    }

    /** @param perSecond as of {@link #batches} */
    Thread singles(int number, double perSecond) {
        return start("single-" + number, () -> {
            Lane lane = lanes.get(number % lanes.size());
            RecordSource source = lane.source(number * 1_000L + 2);
            byte[] body = new byte[MAX_RECORD];
            Pace pace = new Pace(perSecond);
            try (HttpConnection connection = new HttpConnection(lane.from().gateway())) {
                for (long n = 0; !stopped(); n++) {
                    long due = next(pace, 1);
                    if (due < 0) {
                        return;
                    }
                    byte[] head = lane.singleHead(id(lane, number * 1_000_000_000L + n, due));
                    send(connection, head, body, source.next(body, 0), 1, due);
                }
            }
        });
    }

    private boolean stopped() {
        return on.isOff() || load.stopped();
    }

    /** @return when the next records are due; -1 if no more are to be sent */
    private long next(Pace pace, int records) {
        if (pace.isOpen()) {
            long due = pace.awaitNext();
            return take(records) ? due : -1;
        }
        while (load.inFlight.get() + records > window && !stopped()) {
            LockSupport.parkNanos(500_000);
        }
        return take(records) ? System.nanoTime() : -1;
    }

    private boolean take(int records) {
        if (stopped()) {
            return false;
        }
        load.inFlight.addAndGet(records);
        return true;
    }

    private void send(HttpConnection connection, byte[] head, byte[] body, int length, int records, long due) {
        int taken = 0;
        long asked = System.nanoTime();
        try {
            int status = connection.call(head, body, length);
            if (status == 200 || status == 202) {
                taken = status == 202 ? 1 : connection.count("\"status\":202");
                load.accepted(taken, due);
                load.bytes.add(length);
                // A refused line says its status twice: its own and its problem's.
                int busy = Math.min(records - taken, connection.count("\"status\":429"));
                load.busy.add(busy);
                load.refused.add(records - taken - busy);
                if (taken + busy < records) {
                    load.trouble = connection.text();
                }
            } else if (status == 429 || status == 503) {
                load.busy(records, asked);
                if (connection.retryAfter() == 0) {
                    load.trouble = status + " without Retry-After";
                }
                LockSupport.parkNanos(Math.max(1, connection.retryAfter()) * 1_000_000_000L);
            } else {
                load.refused.add(records);
                load.trouble = status + " " + connection.text();
            }
        } catch (IOException e) {
            load.failed("sending: " + e);
            LockSupport.parkNanos(100_000_000);
        }
        load.inFlight.addAndGet(taken - records);
    }

    /** The moment at which the record was due stands in its id: whoever reads the outcome knows how long it took. */
    static String id(Lane lane, long number, long due) {
        return Long.toString(due, 36) + "." + lane.number() + "." + Long.toString(number, 36);
    }

    static long due(String id) {
        return Long.parseLong(id.substring(0, id.indexOf('.')), 36);
    }

    private static int put(String text, byte[] out, int at) {
        for (int i = 0; i < text.length(); i++) {
            out[at + i] = (byte) text.charAt(i);
        }
        return at + text.length();
    }

    interface Work {
        void run() throws IOException;
    }

    private Thread start(String name, Work work) {
        return start(name, work, load);
    }

    static Thread start(String name, Work work, Load load) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | RuntimeException e) {
                        load.failed(name + ": " + e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** When something is due at a fixed rate. What is late stays due when it was: waiting counts (coordinated omission). */
    private static final class Pace {
        private final double every;
        private final long start = System.nanoTime();
        private long number;

        Pace(double perSecond) {
            every = perSecond == 0 ? 0 : 1e9 / perSecond;
        }

        boolean isOpen() {
            return every > 0;
        }

        long awaitNext() {
            long due = start + (long) (every * number++);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return due;
        }
    }
}
