package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.settings.DeliveryMode;
import cn.changzhutan.exchange.settings.SystemProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The simulated back offices of all cities, each city's in the way that its profile says, with one journal a city. */
final class BackOffices implements AutoCloseable {
    private final Map<String, EffectJournal> journals = new TreeMap<>();
    private final List<AutoCloseable> offices = new ArrayList<>();

    /** @param firstEffect runs once, when the first record of this run has been taken */
    static BackOffices start(
            List<LocalCity> cities,
            LocalFolders folders,
            Map<SystemName, String> tokens,
            Consumer<String> notices,
            Runnable firstEffect)
            throws IOException {
        return start(cities, folders, tokens, notices, firstEffect, true);
    }

    /** @param forced as {@link EffectJournal#open(Path, Runnable, boolean)} */
    static BackOffices start(
            List<LocalCity> cities,
            LocalFolders folders,
            Map<SystemName, String> tokens,
            Consumer<String> notices,
            Runnable firstEffect,
            boolean forced)
            throws IOException {
        BackOffices all = new BackOffices();
        try {
            for (LocalCity city : cities) {
                all.start(city, folders, tokens, notices, firstEffect, forced);
            }
        } catch (RuntimeException | IOException e) {
            all.close();
            throw e;
        }
        return all;
    }

    private void start(
            LocalCity city,
            LocalFolders folders,
            Map<SystemName, String> tokens,
            Consumer<String> notices,
            Runnable firstEffect,
            boolean forced)
            throws IOException {
        EffectJournal journal = EffectJournal.open(folders.office(city.city()), firstEffect, forced);
        journals.put(city.city().name(), journal);
        if (!city.systemsWith(DeliveryMode.HTTP_PUSH).isEmpty()) {
            offices.add(PushOffice.start(city.officePort(), journal));
        }
        Map<String, Path> drops = new TreeMap<>();
        for (SystemProfile system : city.systemsWith(DeliveryMode.FILE_DROP)) {
            drops.put(system.name().value(), folders.dropOut(system.name()));
        }
        if (!drops.isEmpty()) {
            offices.add(FolderOffice.start(drops, journal, notices));
        }
        for (SystemProfile system : city.systemsWith(DeliveryMode.POLL)) {
            offices.add(PollOffice.start(system.name().value(), city.gateway(), tokens.get(system.name()), journal));
        }
    }

    /** What each city's back offices did, of all runs on this data. */
    Map<String, Long> counts(EffectJournal.Line line) {
        Map<String, Long> counts = new TreeMap<>();
        journals.forEach((city, journal) -> counts.put(city, (long) journal.count(line)));
        return counts;
    }

    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(offices);
        all.addAll(journals.values());
        for (AutoCloseable each : all) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException("a simulated back office does not stop", e);
            }
        }
    }
}
