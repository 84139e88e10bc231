package cn.changzhutan.exchange.settings;

import java.util.Optional;

/**
 * A use of personal data that the citizen tracker does not show, as config/portal.yaml says: all that is given must fit, at least one is.
 *
 * @param legalReference the law that says so
 */
public record HiddenUse(
        Optional<String> kind, Optional<String> purpose, Optional<String> lawfulBasis, String legalReference) {}
