/**
 * What is collected: the data types of {@code routes/data-types.yaml}, and which of them an
 * integration wants. Begin reading at {@link org.oktadata.catalogue.DataType}, one line of that
 * file, and go on with {@link org.oktadata.catalogue.CatalogueReader}, which tells mistakes with
 * their line; who collects asks {@link org.oktadata.catalogue.Catalogue}, what is in force now.
 */
package org.oktadata.catalogue;
