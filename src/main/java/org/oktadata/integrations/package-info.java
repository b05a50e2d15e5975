/**
 * What is connected: integrations from configuration or API, their sealed credentials, and the
 * configuration of the whole product.
 */
package org.oktadata.integrations;
