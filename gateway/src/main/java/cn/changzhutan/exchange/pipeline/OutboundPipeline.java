package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.AuthorisedRecord;
import cn.changzhutan.exchange.CanonicalRecord;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.Submission;
import java.util.List;

/**
 * The outbound walk: map, authorise, seal. Each step takes what the step before returned; a refusal goes along untouched and is
 * sealed as a REFUSED leaf. An exchange of the route carries a group. Thread-safe.
 */
public final class OutboundPipeline {
    /** One submission and what became of it so far. */
    public record Step<T>(Submission submission, Outcome<T> outcome) {}

    /** Native form to shared form; schema, code tables, check digits, cross-field rules. */
    public List<Step<CanonicalRecord>> map(List<Submission> submissions) {
        throw new UnsupportedOperationException();
    }

    /** Agreement and projection, one authorised record a destination; one destination refused refuses the submission. */
    public List<Step<List<AuthorisedRecord>>> authorise(List<Step<CanonicalRecord>> group) {
        throw new UnsupportedOperationException();
    }

    /** Encrypts, appends in a group commit, and gives the answers once the commit is confirmed and the checkpoint signed. */
    public List<Answer> seal(List<Step<List<AuthorisedRecord>>> group) {
        throw new UnsupportedOperationException();
    }

    /** Receipts of other cities for what this city sent: verified, logged as RECEIPT, the exchange closed. Durable when it returns. */
    public void settle(List<Arrival> receipts) {
        throw new UnsupportedOperationException();
    }
}
