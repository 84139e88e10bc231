/**
 * SM2, SM3, SM4, Ed25519, a city's keys and the encrypted envelope. The only package that imports Bouncy Castle; it uses the
 * lightweight API and registers no provider.
 *
 * <p>{@link Signer} and {@link KeyUnwrapper} are the two doors to private keys: a hardware module implements them, and nothing else
 * of the gateway changes. The software behind them here is not a certified cryptographic module.
 *
 * <p>What does not belong here: what is signed and why (log), which record goes to whom (agreement, pipeline), where a thing is
 * stored (store), the hashing of the Merkle tree (SHA-256, log).
 */
package cn.changzhutan.exchange.crypto;
