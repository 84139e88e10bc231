package cn.changzhutan.exchange.crypto;

import java.util.concurrent.ArrayBlockingQueue;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.SM2Signer;

/**
 * Signs with an SM2 key in memory. Thread-safe: initialised engines are lent out and taken back, because initialising one costs
 * more than signing. (They are not held per thread: a virtual thread lives for one request and would start with a new one.)
 */
final class Sm2SoftwareSigner implements Signer {
    private final ParametersWithID parameters;
    private final byte[] publicKey;
    private final ArrayBlockingQueue<SM2Signer> idle =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    Sm2SoftwareSigner(byte[] scalar) {
        ECPrivateKeyParameters key = Sm2.privateKey(scalar);
        parameters = new ParametersWithID(key, Sm2.ID);
        publicKey = Sm2.publicPoint(key);
    }

    @Override
    public String algorithm() {
        return "SM2";
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public byte[] sign(byte[] message) {
        SM2Signer engine = idle.poll();
        if (engine == null) {
            engine = new SM2Signer();
            engine.init(true, parameters);
        }
        try {
            engine.update(message, 0, message.length);
            byte[] signature = engine.generateSignature();
            // An engine that failed is not put back: it may hold half a message.
            idle.offer(engine);
            return signature;
        } catch (CryptoException e) {
            throw new IllegalStateException("SM2 signing failed", e);
        }
    }

    @Override
    public String toString() {
        return "Sm2SoftwareSigner[redacted]";
    }
}
