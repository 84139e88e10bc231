package cn.changzhutan.exchange.store;

import java.util.Locale;
import java.util.function.Function;

/** One of the {@link Facts} by which entries are found and grouped. */
public enum Fact {
    EVENT(Facts::event),
    CITY(Facts::city),
    SYSTEM(Facts::system),
    PEER_SYSTEM(Facts::peerSystem),
    KIND(Facts::kind),
    TYPE(Facts::type),
    PURPOSE(Facts::purpose),
    LAWFUL_BASIS(Facts::lawfulBasis),
    AGREEMENT(Facts::agreement),
    OUTCOME(Facts::outcome),
    CODE(Facts::code);

    private final Function<Facts, String> value;

    Fact(Function<Facts, String> value) {
        this.value = value;
    }

    public String of(Facts facts) {
        return value.apply(facts);
    }

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
