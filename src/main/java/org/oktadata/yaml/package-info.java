/** YAML that people write: what is wrong in a file is told with its line. */
package org.oktadata.yaml;
