package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.store.ReconciliationStore.Item;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Adds up the exchanges of one line, which come sorted by id. Not thread-safe. */
final class ExchangeTotals {
    private final MessageDigest digest;
    private long delivered;
    private long returned;
    private long pending;
    private long amounts;
    private long erased;
    private BigDecimal amount = BigDecimal.ZERO;

    ExchangeTotals() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalStateException if the state is none that a statement has */
    void add(Item item) {
        switch (item.state()) {
            case "DELIVERED" -> delivered++;
            case "RETURNED" -> returned++;
            case "OPEN" -> pending++;
            default -> throw new IllegalStateException("exchange " + item.exchange() + " in an unknown state");
        }
        if (item.amount() != null) {
            amounts++;
            amount = amount.add(item.amount());
        }
        if (item.erased()) {
            erased++;
        }
        digest.update((item.exchange() + " " + item.state() + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Ends it: nothing can be added any more. */
    Statement.Totals totals() {
        return new Statement.Totals(
                delivered,
                returned,
                pending,
                amount,
                amounts,
                erased,
                HexFormat.of().formatHex(digest.digest()));
    }
}
