package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.log.Checkpoint;
import cn.changzhutan.exchange.log.Counterpart;
import cn.changzhutan.exchange.log.LogEvent;
import cn.changzhutan.exchange.log.Merkle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ways to cheat with whole logs, each as the folders of two cities, made with the keys that the cheat would have. */
final class TamperedLogs {
    private static final Instant PUBLISHED = World.START.plusSeconds(600);
    final World world;
    private final World strangers;
    private final Path folder;
    /** Name of each cheat, and the code that the verifier must give. */
    final Map<String, String> codes = new LinkedHashMap<>();

    private interface Change {
        void apply(WrittenLog changsha, WrittenLog zhuzhou) throws Exception;
    }

    private interface FileChange {
        void apply(Path changsha, Path zhuzhou) throws Exception;
    }

    TamperedLogs(World world, World strangers, Path folder) throws Exception {
        this.world = world;
        this.strangers = strangers;
        this.folder = folder;
        files("leaf-changed", "LEAF_CHANGED", (c, z) -> flip(c.resolve("tile/entries/000.p/8"), 30));
        files("tile-changed", "TILE_CHANGED", (c, z) -> flip(c.resolve("tile/0/000.p/8"), 100));
        files("checkpoint-changed", "SIGNATURE_INVALID", (c, z) -> text(c.resolve("checkpoint"), "\n8\n", "\n9\n"));
        files("entry-left-out", "LEAF_CHANGED", (c, z) -> {
            Path file = c.resolve("tile/entries/000.p/8");
            byte[] bytes = Files.readAllBytes(file);
            int first = 2 + ((bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF);
            Files.write(file, java.util.Arrays.copyOfRange(bytes, first, bytes.length));
        });
        files("file-missing", "UNREADABLE", (c, z) -> Files.delete(z.resolve("tile/entries/000.p/8")));
        logs("leaf-and-tile-changed", "ROOT_DIFFERS", (c, z) -> {
            WrittenLog changed = changed(c);
            changed.checkpoints.addAll(c.checkpoints);
            become(c, changed);
        });
        logs("rewritten-without-witnesses", "QUORUM_MISSING", (c, z) -> {
            WrittenLog changed = changed(c);
            changed.publish(PUBLISHED);
            become(c, changed);
        });
        logs("two-trees-of-one-size", "FORK", (c, z) -> {
            String other = c.sign(changed(c).checkpoint());
            c.checkpoints.add(0, new LogSource.Listed(c.size(), other, null));
        });
        logs("checkpoint-of-another-size", "CHECKPOINT_MISPLACED", (c, z) -> {
            LogSource.Listed last = c.checkpoints.get(0);
            c.checkpoints.add(0, new LogSource.Listed(1, last.note(), null));
        });
        logs(
                "checkpoint-of-another-log",
                "ORIGIN_UNEXPECTED",
                (c, z) -> c.checkpoints.add(
                        0, new LogSource.Listed(1, z.checkpoints.get(0).note(), null)));
        logs(
                "cosignature-of-an-unknown-witness",
                "WITNESS_UNKNOWN",
                (c, z) -> c.publish(PUBLISHED, world.zhuzhou, world.xiangtan, strangers.xiangtan));
        logs("cosignature-of-another-checkpoint", "COSIGNATURE_INVALID", (c, z) -> {
            String note = c.sign(c.checkpoint());
            String before = c.sign(new Checkpoint(c.origin, 0, Merkle.emptyRoot()));
            String lines = WrittenLog.cosigned(before, PUBLISHED, world.zhuzhou).substring(before.length());
            c.checkpoints.set(0, new LogSource.Listed(c.size(), note, note + lines));
        });
        logs("swapped-keys", "SIGNATURE_MISSING", (c, z) -> {
            String note = strangers.changsha.sign(c.checkpoint());
            c.checkpoints.set(0, new LogSource.Listed(c.size(), note, null));
        });
        logs("counterpart-left-out", "COUNTERPART_MISSING", (c, z) -> {
            WrittenLog without = new WrittenLog("zhuzhou", z.keys);
            z.leaves.subList(0, (int) z.size() - 2).forEach(without::append);
            without.append(new WrittenExchange(z, c, World.START).acceptedLeaf().build());
            without.append(new WrittenExchange(z, c, World.START).acceptedLeaf().build());
            without.publish(PUBLISHED, world.changsha, world.xiangtan);
            become(z, without);
        });
        logs("exchange-made-up", "COUNTERPART_MISSING", (c, z) -> {
            WrittenExchange never = new WrittenExchange(c, z, World.START);
            z.append(never.answer(LogEvent.RECEIVED, c.place(0), 1).build());
            z.publish(PUBLISHED, world.changsha, world.xiangtan);
        });
        logs("another-tree-shown-to-the-other-city", "FORK", (c, z) -> {
            WrittenExchange exchange = new WrittenExchange(c, z, World.START.plusSeconds(500)).accept();
            Counterpart place = c.place(exchange.accepted);
            z.append(exchange.answer(
                            LogEvent.RECEIVED,
                            new Counterpart(
                                    place.origin(),
                                    place.index(),
                                    place.leafHash(),
                                    place.size(),
                                    changed(c).checkpoint().root()),
                            1)
                    .build());
            c.publish(PUBLISHED, world.zhuzhou, world.xiangtan);
            z.publish(PUBLISHED, world.changsha, world.xiangtan);
        });
        logs("exchange-twice", "EXCHANGE_REPEATED", (c, z) -> {
            c.append(c.leaves.get(0));
            c.publish(PUBLISHED, world.zhuzhou, world.xiangtan);
        });
        logs("outcome-changed", "OUTCOME_DIFFERS", (c, z) -> {
            WrittenExchange exchange = new WrittenExchange(c, z, World.START.plusSeconds(500))
                    .accept()
                    .receive()
                    .giveBack()
                    .settle("DELIVERED");
            c.publish(PUBLISHED, world.zhuzhou, world.xiangtan);
            z.publish(PUBLISHED, world.changsha, world.xiangtan);
            assert exchange.receipt > 0;
        });
        logs("leaf-of-another-city", "LEAF_OF_ANOTHER_CITY", (c, z) -> {
            c.append(z.leaves.get(0));
            c.publish(PUBLISHED, world.zhuzhou, world.xiangtan);
        });
        logs("entry-that-is-no-leaf", "LEAF_MALFORMED", (c, z) -> {
            c.append("{}".getBytes(StandardCharsets.UTF_8));
            c.publish(PUBLISHED, world.zhuzhou, world.xiangtan);
        });
    }

    /** Four closed exchanges: eight entries in each log. */
    static void honest(WrittenLog changsha, WrittenLog zhuzhou, World world) {
        for (int i = 0; i < 4; i++) {
            new WrittenExchange(changsha, zhuzhou, World.START.plusSeconds(60L * i))
                    .accept()
                    .receive()
                    .deliver()
                    .settle("DELIVERED");
        }
        changsha.publish(PUBLISHED, world.zhuzhou, world.xiangtan);
        zhuzhou.publish(PUBLISHED, world.changsha, world.xiangtan);
    }

    /** The same log with another second entry. */
    private static WrittenLog changed(WrittenLog log) {
        WrittenLog changed = new WrittenLog(log.city.name(), log.keys);
        for (int i = 0; i < log.size(); i++) {
            changed.append(i == 1 ? log.leaves.get(0) : log.leaves.get(i));
        }
        return changed;
    }

    private final Map<WrittenLog, WrittenLog> replaced = new LinkedHashMap<>();

    private void become(WrittenLog log, WrittenLog other) {
        replaced.put(log, other);
    }

    private void logs(String name, String code, Change change) throws Exception {
        WrittenLog changsha = new WrittenLog("changsha", world.changsha.keys);
        WrittenLog zhuzhou = new WrittenLog("zhuzhou", world.zhuzhou.keys);
        honest(changsha, zhuzhou, world);
        change.apply(changsha, zhuzhou);
        replaced.getOrDefault(changsha, changsha).write(folder.resolve(name).resolve("changsha"));
        replaced.getOrDefault(zhuzhou, zhuzhou).write(folder.resolve(name).resolve("zhuzhou"));
        codes.put(name, code);
    }

    private void files(String name, String code, FileChange change) throws Exception {
        logs(name, code, (c, z) -> {});
        change.apply(
                folder.resolve(name).resolve("changsha"), folder.resolve(name).resolve("zhuzhou"));
    }

    private static void flip(Path file, int at) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    private static void text(Path file, String from, String to) throws Exception {
        Files.writeString(file, Files.readString(file).replace(from, to));
    }
}
