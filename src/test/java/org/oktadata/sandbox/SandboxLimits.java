package org.oktadata.sandbox;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rate limits: which bucket a path counts in, and how many calls a bucket allows in a window.
 *
 * @param enabled without limits there are no rate headers either
 * @param buckets limit of each bucket, by its name
 * @param paths the bucket of a path: {@code {id}} stands for one segment; a path that ends in
 *     {@code /*} is a prefix, and the longest prefix counts when no path matches exactly
 * @param share the part of each bucket that one app may use
 * @param window how long a window lasts
 * @param concurrency the most calls answered at the same time, for the whole org
 */
public record SandboxLimits(
    boolean enabled,
    Map<String, Integer> buckets,
    Map<String, String> paths,
    double share,
    Duration window,
    int concurrency) {

  /** No limits, no rate headers. */
  public static SandboxLimits unlimited() {
    return new SandboxLimits(
        false, Map.of(), Map.of(), 1, Duration.ofMinutes(1), Integer.MAX_VALUE);
  }

  /**
   * A Workforce org as last published by Okta; an app gets half of each bucket unless told more.
   */
  public static SandboxLimits workforce(double share) {
    return new SandboxLimits(true, Map.of(), Map.of(), share, Duration.ofMinutes(1), 75)
        .bucket("other", 1_200, "/*")
        .bucket("/api/v1", 1_200, "/api/v1/*")
        .bucket("/api/v1/users", 600, "/api/v1/users", "/api/v1/users/*")
        .bucket("/api/v1/users/{id}", 2_000, "/api/v1/users/{id}")
        .bucket("/api/v1/groups", 500, "/api/v1/groups", "/api/v1/groups/*", "/api/v1/groups/rules")
        .bucket("/api/v1/groups/{id}", 1_000, "/api/v1/groups/{id}")
        .bucket("/api/v1/apps", 100, "/api/v1/apps", "/api/v1/apps/*")
        .bucket("/api/v1/apps/{id}", 500, "/api/v1/apps/{id}")
        .bucket("/api/v1/logs", 120, "/api/v1/logs")
        .bucket("/api/v1/devices", 100, "/api/v1/devices", "/api/v1/devices/*")
        .bucket("/api/v1/devices/{id}/users", 100, "/api/v1/devices/{id}/users")
        .bucket("/api/v1/iam", 100, "/api/v1/iam/*")
        .bucket("/api/v1/agentPools", 20, "/api/v1/agentPools", "/api/v1/agentPools/*")
        .bucket("/api/v1/domains", 100, "/api/v1/domains", "/api/v1/domains/*")
        .bucket("/api/v1/device-assurances", 100, "/api/v1/device-assurances")
        .bucket("/api/v1/push-providers", 100, "/api/v1/push-providers")
        .bucket("/api/v1/hook-keys", 100, "/api/v1/hook-keys")
        .bucket("/api/v1/principal-rate-limits", 100, "/api/v1/principal-rate-limits")
        .bucket("/oauth2/v1/clients", 100, "/oauth2/v1/clients", "/oauth2/v1/clients/*")
        .bucket("/oauth2/v1/token", 2_000, "/oauth2/v1/token");
  }

  /**
   * The same with one more bucket, or another limit for a known one, and paths that count in it.
   */
  public SandboxLimits bucket(String name, int perWindow, String... counted) {
    Map<String, Integer> moreBuckets = new LinkedHashMap<>(buckets);
    moreBuckets.put(name, perWindow);
    Map<String, String> morePaths = new LinkedHashMap<>(paths);
    for (String path : counted) {
      morePaths.put(path, name);
    }
    return new SandboxLimits(enabled, moreBuckets, morePaths, share, window, concurrency);
  }

  /** The same with shorter or longer windows. */
  public SandboxLimits every(Duration length) {
    return new SandboxLimits(enabled, buckets, paths, share, length, concurrency);
  }

  public SandboxLimits atMostInFlight(int most) {
    return new SandboxLimits(enabled, buckets, paths, share, window, most);
  }

  /** The bucket a path counts in. */
  String bucketOf(String path) {
    String exact = paths.get(path);
    if (exact != null) {
      return exact;
    }
    String[] segments = path.split("/");
    String found = null;
    int longest = -1;
    for (Map.Entry<String, String> each : paths.entrySet()) {
      String pattern = each.getKey();
      if (pattern.endsWith("/*")) {
        String prefix = pattern.substring(0, pattern.length() - 1);
        if (path.startsWith(prefix) && prefix.length() > longest) {
          longest = prefix.length();
          found = each.getValue();
        }
      } else if (pattern.contains("{id}") && matches(pattern.split("/"), segments)) {
        return each.getValue();
      }
    }
    return found == null ? "other" : found;
  }

  private static boolean matches(String[] pattern, String[] segments) {
    if (pattern.length != segments.length) {
      return false;
    }
    for (int place = 0; place < pattern.length; place++) {
      if (!pattern[place].equals("{id}") && !pattern[place].equals(segments[place])) {
        return false;
      }
    }
    return true;
  }
}
