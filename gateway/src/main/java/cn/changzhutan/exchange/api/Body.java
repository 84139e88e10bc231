package cn.changzhutan.exchange.api;

/** The bytes of a request while they are in memory; closing gives their share of the budget back. */
final class Body implements AutoCloseable {
    private final byte[] bytes;
    private final Runnable release;

    Body(byte[] bytes, Runnable release) {
        this.bytes = bytes;
        this.release = release;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public void close() {
        release.run();
    }
}
