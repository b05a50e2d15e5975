/**
 * Several instances on one database: who is alive, and who works on which integration. Everything
 * that must happen under one owner is asked here whether it still is.
 */
package org.oktadata.instances;
