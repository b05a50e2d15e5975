/** Digests, for whoever needs one: below all packages that sign, compare or remember by them. */
package org.oktadata.digest;
