package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.SettingsException;
import cn.changzhutan.exchange.log.Policy;
import java.util.ArrayList;
import java.util.List;

/** Whether the policy file and config/ name the same logs: two places, of which one says whom to believe. */
public final class PolicyChecks {
    private PolicyChecks() {}

    /** Reads the policy file. @return its problems, and where it and config differ; empty if there are none */
    public static List<String> check(RuntimeSettings runtime, Settings settings) {
        try {
            return differences(runtime, settings, Policy.load(runtime.policy()));
        } catch (SettingsException e) {
            return e.problems();
        }
    }

    /** @throws SettingsException naming each city whose log config and policy do not name alike */
    public static void require(RuntimeSettings runtime, Settings settings, Policy policy) {
        List<String> problems = differences(runtime, settings, policy);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    private static List<String> differences(RuntimeSettings runtime, Settings settings, Policy policy) {
        List<String> problems = new ArrayList<>();
        settings.cities().forEach((city, profile) -> {
            if (!policy.cities().contains(city)) {
                problems.add(runtime.policy() + ": no line for the city " + city
                        + " (expected: the lines that its keys command prints)");
            } else if (!policy.origin(city).equals(profile.origin())) {
                problems.add(runtime.policy() + ": city " + city + ": found " + policy.origin(city) + " (expected: "
                        + profile.origin() + ", as config says)");
            }
        });
        return problems;
    }
}
