/** One machine: the embedded broker and database, the child processes, the simulated back offices and the demo. */
package cn.changzhutan.exchange.local;
