package org.oktadata.sandbox;

/**
 * One enrolled factor of a user.
 *
 * @param type Okta's factor type, such as {@code push}
 * @param provider OKTA, GOOGLE or FIDO
 * @param detail the phone number, credential id or question of its profile
 */
public record Factor(
    String id, String type, String provider, String status, long created, String detail) {

  void write(JsonText out, User user, String base) {
    out.object().field("id", id).field("factorType", type).field("provider", provider);
    out.field("vendorName", provider).field("status", status);
    out.time("created", created).time("lastUpdated", created + 5_000);
    out.object("profile");
    switch (type) {
      case "sms", "call" -> out.field("phoneNumber", detail);
      case "email" -> out.field("email", detail);
      case "question" ->
          out.field("question", "disliked_food")
              .field("questionText", "What is the food you least liked as a child?");
      case "webauthn" ->
          out.field("credentialId", detail)
              .field("appId", null)
              .field("version", null)
              .field("authenticatorName", "YubiKey 5 NFC");
      case "push", "signed_nonce" -> {
        out.field("credentialId", detail)
            .field("deviceType", "SmartPhone_IPhone")
            .raw("keys", KEYS);
        out.field("name", user.firstName() + "'s iPhone")
            .field("platform", "IOS")
            .field("version", "17.4.1");
      }
      default -> out.field("credentialId", detail);
    }
    String owner = base + "/api/v1/users/" + user.id();
    String self = owner + "/factors/" + id;
    out.end().object("_links");
    out.link("verify", self + "/verify", "POST").link("self", self, "GET", "DELETE");
    out.link("user", owner, "GET").end().end();
  }

  private static final String KEYS =
      "[{\"kty\":\"PKIX\",\"use\":\"sig\",\"kid\":\"default\",\"x5c\":[\"sandboxPublicKeyOfThePhone\"]}]";
}
