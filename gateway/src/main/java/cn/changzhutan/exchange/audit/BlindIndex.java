package cn.changzhutan.exchange.audit;

import cn.changzhutan.exchange.crypto.HmacSm3;
import cn.changzhutan.exchange.log.Openings;
import cn.changzhutan.exchange.schema.Person;
import cn.changzhutan.exchange.store.IndexStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Blind tags: the first 16 bytes of HMAC-SM3(secret, label ‖ value). Who has the database and not the secret can neither read nor guess
 * whom one stands for; who asks for a person computes the same tag again. Immutable and thread-safe.
 */
public final class BlindIndex {
    /** What a tag is of. The numbers stand in the database and never change. */
    public enum Label {
        PERSON(IndexStore.PERSON),
        OFFICER(2),
        CASE(3),
        ON_BEHALF_OF(4);

        private final int number;

        Label(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Tagged(Label label, byte[] tag) {}

    private static final int LENGTH = 16;
    private final HmacSm3 secret;

    /** @param secret {@code CityKeys.secret("index")} */
    public BlindIndex(byte[] secret) {
        this.secret = new HmacSm3(secret);
    }

    /** Of a person, however the id was typed. @param idType RESIDENT_ID or another code of the table id-type */
    public byte[] person(String idType, String id) {
        Person person = Person.of(idType, id);
        return of(Label.PERSON, person.idType() + '\0' + person.id());
    }

    /** Of any other label. Surrounding space does not count. */
    public byte[] of(Label label, String value) {
        byte[] prefix = ("tag/v1\n" + label + "\n").getBytes(StandardCharsets.US_ASCII);
        return Arrays.copyOf(secret.of(prefix, value.strip().getBytes(StandardCharsets.UTF_8)), LENGTH);
    }

    List<Tagged> of(Openings openings) {
        List<Tagged> tags = new ArrayList<>();
        openings.persons().forEach(each -> tags.add(new Tagged(Label.PERSON, person(each.idType(), each.id()))));
        add(tags, Label.OFFICER, openings.officer());
        add(tags, Label.CASE, openings.caseNumber());
        add(tags, Label.ON_BEHALF_OF, openings.onBehalfOf());
        return tags;
    }

    private void add(List<Tagged> tags, Label label, Optional<String> value) {
        value.ifPresent(text -> tags.add(new Tagged(label, of(label, text))));
    }

    @Override
    public String toString() {
        return "BlindIndex[redacted]";
    }
}
