package cn.changzhutan.exchange.pipeline;

import static cn.changzhutan.exchange.pipeline.ThreeCities.CHANGSHA;
import static cn.changzhutan.exchange.pipeline.ThreeCities.PENSION;
import static cn.changzhutan.exchange.pipeline.ThreeCities.ZHUZHOU;
import static org.assertj.core.api.Assertions.assertThat;

import cn.changzhutan.exchange.AuthorisedRecord;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Submission;
import cn.changzhutan.exchange.crypto.EnvelopeSealer;
import cn.changzhutan.exchange.log.Leaf;
import cn.changzhutan.exchange.log.SealedContent;
import cn.changzhutan.exchange.log.SealedRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A city whose log is in order, and holds two records of one exchange id: the first stands, whatever comes after it. */
class ReusedIdIT extends WithCities {
    @Test
    void secondRecordOfAnId_isQuarantined_andTheFirstIsDelivered() throws Exception {
        cities.submit(cities.pension("m-1"));
        List<Outgoing> first = cities.publish(CHANGSHA);
        first.forEach(cities::hand);
        Outgoing genuine = first.get(1);

        Outgoing again = another(genuine, ThreeCities.sample(CHANGSHA, PENSION, 1));
        cities.clock.move(Duration.ofSeconds(1));
        cities.publish(CHANGSHA).forEach(cities::hand);
        cities.hand(again);
        assertThat(SetAside.reasons(cities, ZHUZHOU)).containsExactly("ID_REUSED");
        List<Delivery> delivered = cities.deliver(ZHUZHOU, PENSION);
        cities.carry();

        assertThat(delivered).hasSize(1);
        assertThat(delivered.get(0).record().toString())
                .isEqualTo(authorised(cities.pension("m-1")).projection().toString());
        cities.assertAccounts(1, 1, 0);
    }

    private AuthorisedRecord authorised(Submission submission) {
        OutboundPipeline outbound = cities.nodes.get(CHANGSHA).outbound();
        var outcome =
                outbound.authorise(outbound.map(List.of(submission))).get(0).outcome();
        return ((Outcome.Passed<List<AuthorisedRecord>>) outcome).value().get(0);
    }

    /** Seals and logs other content under the exchange id of a record, as no gateway of ours would. */
    private Outgoing another(Outgoing record, byte[] content) throws Exception {
        ExchangeId id = Leaf.parse(SealedRecord.decode(record.value()).leaf())
                .exchange()
                .orElseThrow();
        AuthorisedRecord other = authorised(cities.submission(CHANGSHA, PENSION, content, "m-2", ZHUZHOU));
        SealedContent inside = SealedContent.seal(
                other.projection(),
                content,
                List.of(),
                new SealedContent.Actor("李·办事员", Optional.empty(), Optional.empty()));
        byte[] envelope = new EnvelopeSealer(cities.policy()::payloadKey, cities.clock)
                .seal(id, CHANGSHA, ZHUZHOU, inside.bytes())
                .envelope();
        NewLeaf leaf = new Leaves(CHANGSHA).accepted(id, cities.clock.instant(), other, null, inside, envelope);
        ExchangeNode node = cities.nodes.get(CHANGSHA);
        long index = node.entries().append(leaf.leaf(), LogEntries.Side.NOTHING);
        String proof = node.view().prove(index).toText();
        return new Outgoing(record.topic(), record.key(), new SealedRecord(leaf.bytes(), envelope, proof).encode());
    }
}
