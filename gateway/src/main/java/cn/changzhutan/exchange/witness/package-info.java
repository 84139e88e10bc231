/**
 * Witnessing by C2SP tlog-witness: what a witness decides, where it may keep its state, the program that is nothing but a witness, and
 * how a witness is asked.
 *
 * <p>What does not belong here: when a city's log is submitted, and what follows from the answers (the pipeline, which owns that log);
 * which keys are believed (the policy, package log).
 */
package cn.changzhutan.exchange.witness;
