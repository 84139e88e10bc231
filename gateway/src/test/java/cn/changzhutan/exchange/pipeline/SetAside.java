package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.store.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** What a city has put into quarantine. */
final class SetAside {
    private SetAside() {}

    /** One reason a message, in order of arrival. */
    static List<String> reasons(ThreeCities cities, City city) throws Exception {
        Database database = cities.databases.get(city);
        return database.transaction(c -> {
            try (PreparedStatement s =
                            c.prepareStatement("select reason from quarantine order by at, topic, \"offset\"");
                    ResultSet r = s.executeQuery()) {
                List<String> reasons = new ArrayList<>();
                while (r.next()) {
                    reasons.add(r.getString(1));
                }
                return reasons;
            }
        });
    }
}
