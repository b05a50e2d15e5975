/** JSON as bytes: what must be so before PostgreSQL can keep it. */
package org.oktadata.json;
