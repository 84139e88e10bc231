package cn.changzhutan.exchange.crypto;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.VerificationException;

/**
 * What an envelope says in clear. It is protected by the encryption (a changed header does not open), but only the leaf and proof
 * that travel with it say who made it.
 *
 * @param kekId the key of {@code to} for which the content key is wrapped
 */
public record EnvelopeHeader(ExchangeId exchangeId, City from, City to, String kekId) {
    /**
     * Reads the header without any key.
     *
     * @throws VerificationException as {@link EnvelopeOpener#open}, of the form alone
     */
    public static EnvelopeHeader of(byte[] envelope) throws VerificationException {
        return EnvelopeReader.read(envelope).header();
    }
}
