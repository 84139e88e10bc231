package cn.changzhutan.exchange.run;

import cn.changzhutan.exchange.Caller;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.Role;
import cn.changzhutan.exchange.api.EvidenceDesk;
import cn.changzhutan.exchange.audit.EvidenceQueries;
import cn.changzhutan.exchange.log.EvidenceBundle;
import cn.changzhutan.exchange.pipeline.Evidence;
import java.util.Optional;

/** Who gets which evidence: a system its own exchanges, an auditor any, entered in the log first and open only for a stated reason. */
final class EvidenceOffice implements EvidenceDesk {
    private final Evidence evidence;
    private final EvidenceQueries queries;

    EvidenceOffice(Evidence evidence, EvidenceQueries queries) {
        this.evidence = evidence;
        this.queries = queries;
    }

    @Override
    public Optional<byte[]> bundle(Caller caller, Optional<String> reason, ExchangeId exchange) {
        if (caller.role() == Role.SYSTEM) {
            return evidence.of(exchange, Optional.of(caller.system()), true).map(EvidenceBundle::toZip);
        }
        Optional<EvidenceBundle> bundle = evidence.of(exchange, Optional.empty(), reason.isPresent());
        if (bundle.isPresent()) {
            queries.enter(caller, reason.orElse(""), exchange);
        }
        return bundle.map(EvidenceBundle::toZip);
    }
}
