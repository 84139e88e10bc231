/** HTTP for back offices, auditors and admins: authentication, problem+json, OpenAPI, health and metrics. */
package cn.changzhutan.exchange.api;
