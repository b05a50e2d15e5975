/**
 * Whether an org can be reached and what may be read there: a test that an administrator asks for,
 * or the route {@code recheck}. Begin reading at {@link
 * org.oktadata.connectivity.ConnectivityRequests}, and go on with {@link
 * org.oktadata.connectivity.ConnectivityTest} and {@link org.oktadata.connectivity.DataTypeProbes};
 * {@link org.oktadata.connectivity.Advisor} tells what to grant.
 */
package org.oktadata.connectivity;
