package cn.changzhutan.exchange.verify;

import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.log.Policy;
import java.nio.file.Path;
import java.time.Instant;

/** Three cities with keys of their own, and the policy that an auditor has of them. */
final class World {
    static final Instant START = Instant.parse("2026-11-22T02:00:00Z");
    final WrittenLog changsha;
    final WrittenLog zhuzhou;
    final WrittenLog xiangtan;

    World(Path folder) {
        changsha = new WrittenLog("changsha", CityKeys.createOrLoad(folder.resolve("changsha")));
        zhuzhou = new WrittenLog("zhuzhou", CityKeys.createOrLoad(folder.resolve("zhuzhou")));
        xiangtan = new WrittenLog("xiangtan", CityKeys.createOrLoad(folder.resolve("xiangtan")));
    }

    String policyText() {
        return changsha.policyLines() + zhuzhou.policyLines() + xiangtan.policyLines()
                + "group cities 2 changsha-both zhuzhou-both xiangtan-both\nquorum cities\n";
    }

    static Policy policy(String text) {
        SettingsProblems problems = new SettingsProblems();
        Policy policy = Policy.parse("policy", text, problems).orElse(null);
        problems.throwIfAny();
        return policy;
    }

    Policy policy() {
        return policy(policyText());
    }

    /** All three sign and cosign what they have. */
    void publishAll(Instant at) {
        changsha.publish(at, zhuzhou, xiangtan);
        zhuzhou.publish(at, changsha, xiangtan);
        xiangtan.publish(at, changsha, zhuzhou);
    }
}
