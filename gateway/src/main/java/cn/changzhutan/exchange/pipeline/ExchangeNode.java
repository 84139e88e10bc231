package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.crypto.ArchiveKey;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.crypto.EnvelopeOpener;
import cn.changzhutan.exchange.crypto.EnvelopeSealer;
import cn.changzhutan.exchange.log.CheckpointSigner;
import cn.changzhutan.exchange.log.CityLines;
import cn.changzhutan.exchange.log.Cosigner;
import cn.changzhutan.exchange.store.Database;
import cn.changzhutan.exchange.store.InboxStore;
import cn.changzhutan.exchange.store.PeerStore;
import cn.changzhutan.exchange.store.TallyStore;
import cn.changzhutan.exchange.witness.CheckpointWitness;
import cn.changzhutan.exchange.witness.HttpWitnessLink;
import cn.changzhutan.exchange.witness.WitnessLink;
import java.net.URI;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** One city's part of the exchange, put together: the log, its writer, both pipelines. Thread-safe once opened. */
public final class ExchangeNode implements AutoCloseable {
    static final int PUBLISHING = 1;
    private static final int DELIVERING = 2;
    /**
     * Of the heap, for each content that is kept in memory: about a seventh of it is used by them and their leaves. What two cores take in
     * five seconds must fit, for the search index follows at that distance.
     */
    private static final int BYTES_A_CONTENT = 160 * 1024;

    private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(1);

    private final NodeFacts facts;
    private final Database database;
    private final EnvelopeOpener opener;
    private final ExchangeLog log;
    private final GroupCommit commits;
    private final PeerLogs peerLogs;
    private final Outbox outbox;
    private final Duty publishing;
    private final Duty delivering;
    private final OutboundPipeline outbound;
    private final InboundPipeline inbound;
    private final Deliveries deliveries;
    private final OfficeNews news;
    private final BackOffice backOffice;
    private final FileChanges fileChanges;
    private final BundleCompactor compactor;
    private final CosignedCheckpoints cosigned;
    private final CheckpointWitness witness;
    private final Witnessing witnessing;
    private final LogEntries entries;
    private final RecentContents<UUID> sent;
    private final RecentContents<ByteBuffer> received;
    private final RecentLeaves recentLeaves;
    private final PublicLog publicLog;
    private final LogReader reader;
    private final ArchiveKey archive;
    private final Erasures erasures;

    public ExchangeNode(NodeFacts facts, CityKeys keys, Catalogue catalogue, Database database, Clock clock) {
        this(facts, keys, catalogue, database, clock, HttpWitnessLink::new);
    }

    /** @param linkTo how a witness is asked, by its address in the policy */
    ExchangeNode(
            NodeFacts facts,
            CityKeys keys,
            Catalogue catalogue,
            Database database,
            Clock clock,
            Function<URI, WitnessLink> linkTo) {
        this.facts = facts;
        this.database = database;
        cosigned = new CosignedCheckpoints(database);
        NodeFacts.Tuning tuning = facts.tuning();
        Map<City, Peer> peers = new HashMap<>();
        facts.policy().get().cities().stream()
                .filter(city -> !city.equals(facts.self()))
                .forEach(city -> peers.put(city, new Peer(city, facts.policy())));
        Leaves leaves = new Leaves(facts.self());
        archive = new ArchiveKey(keys.secret("archive"));
        OrderingKey ordering = new OrderingKey(keys.secret("ordering"));
        EnvelopeSealer sealer = new EnvelopeSealer(city -> facts.policy().get().payloadKey(city), clock);
        opener = new EnvelopeOpener(keys.keks());

        log = new ExchangeLog(
                database,
                facts.origin(),
                former -> facts.policy().get().formerOrigins(facts.self()).contains(former),
                signerOf(keys),
                new HeadGuard(facts.guard()));
        int kept = (int) Math.max(1024, Math.min(16_384, Runtime.getRuntime().maxMemory() / BYTES_A_CONTENT));
        sent = new RecentContents<>(kept);
        received = new RecentContents<>(kept);
        recentLeaves = new RecentLeaves(4 * kept);
        news = new OfficeNews();
        commits = new GroupCommit(database, log, recentLeaves, news, tuning.group(), tuning.waiting());
        peerLogs = new PeerLogs(database, clock);
        publishing = new Duty(database, PUBLISHING);
        delivering = new Duty(database, DELIVERING);
        outbox = new Outbox(
                database,
                log,
                recentLeaves,
                new Republishing(tuning.republishAfter(), clock),
                publishing,
                Topics.checkpoints(facts.self()),
                CHECKPOINT_EVERY,
                clock);
        witnessing = new Witnessing(facts.policy(), linkTo, log, database, publishing, clock);
        witness = new CheckpointWitness(
                facts.policy(),
                city -> !city.equals(facts.self()),
                cosignerOf(keys),
                new PeerLedger(database, clock, peerLogs::stop),
                new CheckpointPatience(peerLogs),
                clock);
        reader = new LogReader(database, log);
        publicLog = new PublicLog(reader, cosigned);
        RecordSealer records = new RecordSealer(
                sealer, archive, ordering, new ContentDigest(keys.secret("content")), catalogue, leaves, sent, clock);
        outbound = new OutboundPipeline(
                catalogue,
                records,
                new Acceptor(commits, new AcceptEffect(facts.self()), records, reader),
                new DestinationLimit(database, tuning.bytesPerDestination()),
                clock);
        inbound = new InboundPipeline(
                Topics.peersBy(peers, Topics::checkpoints),
                peerLogs,
                new RecordOpener(
                        facts.self(),
                        Topics.peersBy(peers, city -> Topics.records(city, facts.self())),
                        peerLogs,
                        opener,
                        archive,
                        ordering,
                        catalogue,
                        tuning.skew(),
                        received,
                        clock),
                new ReceiptOpener(
                        facts.self(),
                        facts.policy(),
                        database,
                        log.leafHashes(),
                        Topics.peersBy(peers, city -> Topics.receipts(city, facts.self())),
                        peerLogs,
                        opener,
                        archive),
                commits,
                new ReceiveEffect(facts.self(), leaves, sealer, clock, outbox::repeatReceipt),
                new SettleEffect(leaves, clock),
                outbox,
                new HeldMessages(facts.self(), peerLogs, outbox, database, clock),
                database,
                clock);
        ReceivedContents contents = new ReceivedContents(received, archive);
        InboxReader inboxReader = new InboxReader(contents, catalogue);
        CloseEffect closeEffect = new CloseEffect(facts.self(), leaves, sealer, contents, clock);
        InboxFloor floor = new InboxFloor(() -> log.newest().map(LogView::size).orElse(0L));
        deliveries = new Deliveries(
                database,
                inboxReader,
                commits,
                closeEffect,
                floor,
                delivering,
                tuning.backoffMin(),
                tuning.backoffMax(),
                clock);
        backOffice = new BackOffice(
                facts.self(), reader, cosigned, inboxReader, archive, commits, closeEffect, floor, news, clock);
        fileChanges = new FileChanges(database, commits, leaves, clock);
        entries = new LogEntries(commits, reader, facts.self(), clock);
        erasures = new Erasures(commits, leaves, List.of(sent, received), clock);
        commits.onCommit(outbox::wake);
        commits.onCommit(deliveries::wake);
        compactor = new BundleCompactor(database, log, publishing);
        commits.onCommit(compactor::committed);
    }

    /**
     * Brings the database to this version, checks the log's head against the last one signed here, and begins to append.
     *
     * @param files digest of every file that people edit: what differs from the last start becomes an entry of the log
     * @throws LogUnavailableException if the log must not be signed
     */
    public void open(Map<String, String> files) {
        database.migrate();
        Repeatable.run(() -> {
            log.open(witnessing.shown());
            peerLogs.open();
            commits.start();
            compactor.start();
            fileChanges.log(files);
        });
    }

    private Cosigner cosignerOf(CityKeys keys) {
        return new CityLines(facts.self(), facts.origin(), keys, Optional.empty()).cosigner();
    }

    /** This city as a witness of the others' logs. */
    public CheckpointWitness witness() {
        return witness;
    }

    /** Has this city's log cosigned by others: to be started once the node is open. */
    public Witnessing witnessing() {
        return witnessing;
    }

    /** Checkpoints of this city's log that witnesses cosigned. */
    public CosignedCheckpoints cosigned() {
        return cosigned;
    }

    private CheckpointSigner signerOf(CityKeys keys) {
        return new CheckpointSigner(facts.origin(), keys.logEd25519(), keys.logSm2());
    }

    /**
     * Puts another picture of the city's keys to use. What changed is logged first, under the signatures of before.
     *
     * @param files as for {@link #open}: what is pinned and which keys are in use stand there as files
     */
    public void use(CityKeys keys, Map<String, String> files) {
        Repeatable.run(() -> fileChanges.log(files));
        opener.use(keys.keks());
        log.signWith(signerOf(keys));
        witness.cosignWith(cosignerOf(keys));
    }

    /** For tests: the log under its newest checkpoint. */
    LogView view() {
        return log.newest().orElseThrow();
    }

    /** For tests: what the compactor does behind the writer. */
    boolean compact() throws SQLException {
        return compactor.compact();
    }

    public OutboundPipeline outbound() {
        return outbound;
    }

    public InboundPipeline inbound() {
        return inbound;
    }

    public Outbox outbox() {
        return outbox;
    }

    public Deliveries deliveries() {
        return deliveries;
    }

    OfficeNews news() {
        return news;
    }

    public BackOffice backOffice() {
        return backOffice;
    }

    public LogEntries entries() {
        return entries;
    }

    /** Makes evidence. @param tiles of the other cities' logs */
    public Evidence evidence(PeerTiles tiles) {
        return new Evidence(
                facts.self(), reader, log, cosigned, archive, new PeerProofs(tiles, facts.policy()), facts.policy());
    }

    /** What was sealed just now, by exchange. */
    public RecentContents<UUID> sent() {
        return sent;
    }

    /** What was received just now, by the hash of the sender's leaf. */
    public RecentContents<ByteBuffer> received() {
        return received;
    }

    /** What was appended just now. */
    public RecentLeaves recentLeaves() {
        return recentLeaves;
    }

    /** The log as others may read it. */
    public PublicLog publicLog() {
        return publicLog;
    }

    public Erasures erasures() {
        return erasures;
    }

    /** Why the log could not commit last time; "" if it could. */
    public String logTrouble() {
        return commits.trouble();
    }

    public NodeNumbers numbers() throws SQLException {
        return database.transaction(c -> {
            long[] aside = PeerStore.countSetAside(c);
            return new NodeNumbers(
                    TallyStore.all(c),
                    log.newest().map(LogView::size).orElse(0L),
                    commits.waiting(),
                    aside[0],
                    aside[1],
                    InboxStore.countStuck(c),
                    List.copyOf(peerLogs.stoppedOrigins()));
        });
    }

    /** Stops appending after the group that is being written, and gives the duties to other processes. */
    @Override
    public void close() {
        witnessing.close();
        commits.close();
        compactor.close();
        publishing.close();
        delivering.close();
    }
}
