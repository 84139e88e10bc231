/** Who may send what to whom for which purpose, and the projection to the agreed fields. */
package cn.changzhutan.exchange.agreement;
