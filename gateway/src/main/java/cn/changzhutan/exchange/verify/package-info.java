/**
 * The offline verifiers: of one bundle of evidence, and of whole logs. They believe the auditor's policy and nothing that comes with what
 * they judge. Nothing that writes stands here: no database, no broker, no keys; a gateway must run without this package.
 */
package cn.changzhutan.exchange.verify;
