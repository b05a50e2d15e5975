/**
 * Checks, detections and findings: rules are files in {@code checks/} and {@code detections/}; what
 * they find is kept with its proof and its history, and told to others by {@code deliveries}. Begin
 * reading with what you are after:
 *
 * <ul>
 *   <li>Rules and their files: {@link org.oktadata.findings.RuleLibrary} and {@link
 *       org.oktadata.findings.RuleFolders}; a rule is a {@link org.oktadata.findings.Check} or a
 *       {@link org.oktadata.findings.Detection}, and {@link org.oktadata.findings.RuleStates} says
 *       how each stands.
 *   <li>Checks over what is collected: {@link org.oktadata.findings.Checks}, {@link
 *       org.oktadata.findings.DueChecks}, {@link org.oktadata.findings.PostureFindings}.
 *   <li>Detections over events: {@link org.oktadata.findings.Follower} reads new events, {@link
 *       org.oktadata.findings.RetroHunts} those of the past; both hand them to {@link
 *       org.oktadata.findings.Detections}. Rules over several events keep a {@link
 *       org.oktadata.findings.Match} each, pass over groups that can't be complete yet ({@link
 *       org.oktadata.findings.RipeGroups}) and judge the rest ({@link
 *       org.oktadata.findings.Correlations}). What holds is a {@link
 *       org.oktadata.findings.Sighting}, and {@link org.oktadata.findings.Sightings} makes findings
 *       of it.
 *   <li>What people decide: {@link org.oktadata.findings.Triage} and {@link
 *       org.oktadata.findings.Exclusions}.
 *   <li>Findings for others: {@link org.oktadata.findings.FindingReader}, {@link
 *       org.oktadata.findings.OcsfFinding}.
 * </ul>
 */
package org.oktadata.findings;
