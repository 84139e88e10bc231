package cn.changzhutan.exchange.api;

/**
 * How much one call may bring, and how much all calls together may hold.
 *
 * @param bodyBytes bytes of one record, and of an inbox call; more is answered 413
 * @param batchBytes bytes of one batch; more is answered 413
 * @param batchLines records of one batch; more is answered 413
 * @param heldBytes bytes of bodies that are in memory at once over all calls; beyond it 429
 */
public record ApiLimits(int bodyBytes, int batchBytes, int batchLines, int heldBytes) {
    /** Held at once: an eighth of the heap, since a body is copied about twice on its way, but room for one batch and at most 64 MiB. */
    public static final ApiLimits DEFAULT = new ApiLimits(1 << 20, 16 << 20, 10_000, (int)
            Math.max(16 << 20, Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 8)));

    public ApiLimits {
        if (bodyBytes < 1 || batchLines < 1) {
            throw new IllegalArgumentException("limits: bodyBytes, batchLines (expected: at least 1)");
        }
        if (batchBytes < bodyBytes) {
            throw new IllegalArgumentException("limits: batchBytes (expected: at least bodyBytes)");
        }
        if (heldBytes < batchBytes) {
            throw new IllegalArgumentException("limits: heldBytes (expected: at least batchBytes)");
        }
    }
}
