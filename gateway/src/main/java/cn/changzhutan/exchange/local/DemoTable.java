package cn.changzhutan.exchange.local;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table at the end of feeding: one line for each pair of cities and kind, as the sender's gateway counts. */
final class DemoTable {
    private static final String FORMAT = "%-10s %-10s %-14s %9s %10s %9s %8s %8s";

    private DemoTable() {}

    static String of(List<LocalCity> cities, Map<String, Accounts> accounts) {
        StringBuilder text = new StringBuilder();
        line(text, "from", "to", "kind", "accepted", "delivered", "returned", "refused", "pending");
        Accounts.Row sum = Accounts.Row.ZERO;
        for (LocalCity city : cities) {
            for (Map.Entry<Accounts.Key, Accounts.Row> entry :
                    accounts.get(city.city().name()).sent().entrySet()) {
                Accounts.Row row = entry.getValue();
                line(text, city.city(), entry.getKey().peer(), entry.getKey().kind(), row);
                sum = new Accounts.Row(
                        sum.accepted() + row.accepted(),
                        sum.delivered() + row.delivered(),
                        sum.returned() + row.returned(),
                        sum.refused() + row.refused(),
                        sum.pending() + row.pending());
            }
        }
        line(text, "all", "", "", sum);
        return text.toString();
    }

    private static void line(StringBuilder text, Object from, String to, String kind, Accounts.Row row) {
        line(text, from, to, kind, row.accepted(), row.delivered(), row.returned(), row.refused(), row.pending());
    }

    private static void line(StringBuilder text, Object... cells) {
        text.append(String.format(Locale.ROOT, FORMAT, cells)).append('\n');
    }
}
