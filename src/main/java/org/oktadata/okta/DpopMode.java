package org.oktadata.okta;

/** Whether access tokens are bound to a key of this process (RFC 9449). */
public enum DpopMode {
  /** Ask without, and switch to DPoP once Okta says that the app requires it. */
  AUTO,
  /** Ask with DPoP only, and take no bearer token. */
  ALWAYS,
  /** Ask without DPoP only. */
  NEVER
}
