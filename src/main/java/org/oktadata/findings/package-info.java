/**
 * Checks, detections and findings: rules are files in {@code checks/} and {@code detections/}; what
 * they find is kept with its proof and its history, and told to others by {@code deliveries}.
 */
package org.oktadata.findings;
