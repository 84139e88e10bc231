package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.FormulaGuard;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries as CSV that spreadsheets of this country open at once: UTF-8 with a byte order mark, CRLF, every cell quoted (RFC 4180), times
 * of China with their offset, and no cell that a spreadsheet would run as a formula. Not thread-safe.
 */
final class ExportCsv {
    private static final List<String> COLUMNS = List.of(
            "index",
            "time",
            "event",
            "exchange",
            "from",
            "to",
            "system",
            "peerSystem",
            "kind",
            "type",
            "purpose",
            "lawfulBasis",
            "agreement",
            "outcome",
            "code",
            "amount",
            "closedAt");
    private static final List<String> OPENED =
            List.of("officer", "case", "onBehalfOf", "persons", "askedBy", "askedWhy");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final OutputStream out;
    private final boolean open;

    /** @param open also with who acted for whom */
    ExportCsv(OutputStream out, boolean open) {
        this.out = out;
        this.open = open;
    }

    static List<String> columns(boolean open) {
        List<String> columns = new ArrayList<>(COLUMNS);
        if (open) {
            columns.addAll(OPENED);
        }
        return columns;
    }

    void header() throws IOException {
        out.write(BYTE_ORDER_MARK.getBytes(StandardCharsets.UTF_8));
        line(columns(open));
    }

    void row(Item item) throws IOException {
        List<String> cells = new ArrayList<>(List.of(
                Long.toString(item.index()),
                time(item.time()),
                item.fact("event"),
                item.exchange().map(Object::toString).orElse(""),
                item.from(),
                item.to(),
                item.fact("system"),
                item.fact("peerSystem"),
                item.fact("kind"),
                item.fact("type"),
                item.fact("purpose"),
                item.fact("lawfulBasis"),
                item.fact("agreement"),
                item.fact("outcome"),
                item.fact("code"),
                item.amount().map(amount -> amount.toPlainString()).orElse(""),
                item.closedAt().map(ExportCsv::time).orElse("")));
        if (open) {
            cells.add(item.actor().flatMap(Item.Actor::officer).orElse(""));
            cells.add(item.actor().flatMap(Item.Actor::caseNumber).orElse(""));
            cells.add(item.actor().flatMap(Item.Actor::onBehalfOf).orElse(""));
            cells.add(item.actor()
                    .map(actor -> String.join("; ", actor.persons()))
                    .orElse(""));
            cells.add(item.asked().map(Item.Asked::user).orElse(""));
            cells.add(item.asked().map(Item.Asked::reason).orElse(""));
        }
        line(cells);
    }

    private static String time(Instant time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                time.atZone(TermsReader.ZONE).toOffsetDateTime());
    }

    private void line(List<String> cells) throws IOException {
        StringBuilder line = new StringBuilder(256);
        for (String cell : cells) {
            line.append(line.isEmpty() ? "" : ",")
                    .append('"')
                    .append(FormulaGuard.on(cell).replace("\"", "\"\""))
                    .append('"');
        }
        out.write(line.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }
}
