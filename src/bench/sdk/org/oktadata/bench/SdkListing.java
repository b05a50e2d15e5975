package org.oktadata.bench;

import com.okta.sdk.client.AuthorizationMode;
import com.okta.sdk.client.Clients;
import com.okta.sdk.resource.api.UserApi;
import com.okta.sdk.resource.client.ApiClient;
import com.okta.sdk.resource.model.User;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists all users with Okta's Java SDK, as its documentation shows, and throws them away. */
public final class SdkListing {

  private static final Pattern NEXT =
      Pattern.compile("[?&]after=([^&>]+)[^>]*>;\\s*rel=\"next\"");

  private final ApiClient client;
  private final UserApi api;

  private SdkListing(String url, Path pem) {
    client =
        Clients.builder()
            .setOrgUrl(url)
            .setAuthorizationMode(AuthorizationMode.PRIVATE_KEY)
            .setClientId(SandboxProcess.KEY_CLIENT)
            .setKid(SandboxProcess.KEY_ID)
            .setScopes(Set.of("okta.users.read"))
            .setPrivateKey(pem)
            .build();
    api = new UserApi(client);
  }

  public static void main(String[] arguments) {
    SdkListing listing = new SdkListing(arguments[0], Path.of(arguments[1]));
    long pid = ProcessHandle.current().pid();
    double cpu = CpuTime.of(pid);
    long start = System.nanoTime();
    long users = listing.list(null) + listing.list("status eq \"DEPROVISIONED\"");
    System.out.println(
        "LISTED " + users + " " + (System.nanoTime() - start) + " " + (CpuTime.of(pid) - cpu));
    System.exit(0);
  }

  private long list(String filter) {
    long users = 0;
    String after = null;
    do {
      List<User> page = api.listUsers(null, null, after, 200, filter, null, null, null);
      users += page.size();
      after = after();
    } while (after != null);
    return users;
  }

  /**
   * The SDK's own PaginationUtil knows the header in lower case only. Deprecated as it is, the SDK
   * has no other way to the answer's headers.
   */
  @SuppressWarnings("deprecation")
  private String after() {
    return client.getResponseHeaders().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("link"))
        .flatMap(header -> header.getValue().stream())
        .map(NEXT::matcher)
        .filter(Matcher::find)
        .map(next -> URLDecoder.decode(next.group(1), StandardCharsets.UTF_8))
        .findFirst()
        .orElse(null);
  }
}
