package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.SettingsProblems;
import cn.changzhutan.exchange.agreement.Agreement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads config/portal.yaml: of which uses the law says that the citizen tracker hides them. Not thread-safe. */
final class PortalReader {
    private static final int LONGEST = 200;

    private final Collection<Agreement> agreements;
    private final List<HiddenUse> hidden = new ArrayList<>();

    /** @param agreements a rule that fits none of them hides nothing, which its author did not mean */
    PortalReader(Collection<Agreement> agreements) {
        this.agreements = agreements;
    }

    void read(ConfigFile file, SettingsProblems all) {
        FileProblems problems = new FileProblems(file.path().toString(), all);
        YamlFile.read(file.path(), problems).ifPresent(top -> {
            top.map("hidden").ifPresent(map -> map.keys().forEach(name -> rule(name, map)));
            top.finish();
        });
    }

    private void rule(String name, YamlMap map) {
        map.map(name).ifPresent(one -> {
            String kind = one.optional(
                    "kind", null, known("a kind", each -> each.type().kind()));
            String purpose = one.has("purpose")
                    ? one.required(
                            "purpose",
                            Form.known(
                                    "a purpose of an agreement",
                                    agreements.stream()
                                            .flatMap(each -> each.purposes().stream())
                                            .distinct()
                                            .sorted()
                                            .toList()))
                    : null;
            String basis = one.optional(
                    "lawfulBasis",
                    null,
                    known("a basis of an agreement", each -> each.lawfulBasis().toString()));
            String law = one.required("legalReference", Form.text(LONGEST));
            if (!one.has("kind") && !one.has("purpose") && !one.has("lawfulBasis")) {
                map.problem(name, "found nothing that it hides (expected: kind, purpose or lawfulBasis)");
            }
            if (one.finish()) {
                hidden.add(new HiddenUse(
                        Optional.ofNullable(kind), Optional.ofNullable(purpose), Optional.ofNullable(basis), law));
            }
        });
    }

    private Form<String> known(String noun, Function<Agreement, String> value) {
        return Form.known(
                noun, agreements.stream().map(value).distinct().sorted().toList());
    }

    List<HiddenUse> hidden() {
        return List.copyOf(hidden);
    }
}
