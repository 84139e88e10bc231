package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Role;
import java.util.Optional;

/**
 * A person or program that is no back-office system, as config/users.yaml names it.
 *
 * @param city at whose gateway alone its token holds; empty: at every city's that has its token's hash
 */
public record User(String name, Role role, Optional<City> city) {
    public Caller caller() {
        return new Caller(name, role);
    }

    /** Whether its token can hold at the city's gateway. */
    public boolean mayCall(City gateway) {
        return city.isEmpty() || city.get().equals(gateway);
    }
}
