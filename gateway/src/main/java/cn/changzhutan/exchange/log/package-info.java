/** The exchange log as mathematics and formats: leaves, the Merkle tree (RFC 9162 §2.1), tiles, checkpoints, proofs and their verifiers. No database, no broker. */
package cn.changzhutan.exchange.log;
