package cn.changzhutan.exchange.local;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A program that starts both servers, prints their process ids, and waits to be killed. */
final class ServersMain {
    private ServersMain() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        LocalDatabase.start(folder.resolve("postgresql"), Path.of("target", "postgresql"), Ports.free());
        LocalBroker broker = LocalBroker.start(folder.resolve("broker"), Ports.free(), Ports.free());
        long postgres =
                Orphan.find(folder.resolve("postgresql/data")).orElseThrow().pid();
        System.out.println("RUNNING " + postgres + " " + broker.pid());
        new CountDownLatch(1).await();
    }
}
