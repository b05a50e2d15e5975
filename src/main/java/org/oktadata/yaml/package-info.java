/**
 * YAML that people write: read as {@link org.oktadata.yaml.YamlPart}s, and what is wrong in it is
 * told with its line.
 */
package org.oktadata.yaml;
