/** SM2, SM3, SM4, Ed25519, keys and the encrypted envelope. The only package that imports Bouncy Castle. */
package cn.changzhutan.exchange.crypto;
