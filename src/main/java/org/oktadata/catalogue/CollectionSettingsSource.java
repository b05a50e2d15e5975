package org.oktadata.catalogue;

/** Knows what each integration wants collected. */
public interface CollectionSettingsSource {

  /** The settings of one integration; there must be one of that name. */
  CollectionSettings collection(String integration);
}
