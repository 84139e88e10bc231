package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Caller;
import java.util.Optional;

/** Whose token it is. Thread-safe. Compares hashes; neither the token nor its hash goes into a log. */
@FunctionalInterface
public interface TokenDirectory {
    /** @param token as the caller sent it, 1 to 512 characters; empty if it is nobody's */
    Optional<Caller> callerOf(String token);
}
