/**
 * What is counted in the background of what is stored: {@link org.oktadata.figures.SummaryCounts}
 * keeps the figures of the console's overview, {@link org.oktadata.figures.OrgMeters} those that an
 * operator is alarmed by. The routes {@code summarise} and {@code measure} call them.
 */
package org.oktadata.figures;
