package org.oktadata.sandbox;

import java.util.List;

/** Where and with what somebody signs in from: network, position, browser. */
public record SandboxPlace(
    String ip,
    String city,
    String state,
    String country,
    double latitude,
    double longitude,
    int asNumber,
    String asOrg,
    boolean proxy,
    String os,
    String browser,
    String userAgent) {

  private static final String CHROME_ON_MAC =
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
  private static final String CHROME_ON_WINDOWS =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
  private static final String FIREFOX_ON_LINUX =
      "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0";

  public static final SandboxPlace BERLIN =
      place(
          "198.51.100.10",
          "Berlin",
          "Land Berlin",
          "Germany",
          52.52,
          13.405,
          3320,
          "deutsche telekom ag",
          CHROME_ON_MAC);
  public static final SandboxPlace LONDON =
      place(
          "198.51.100.34",
          "London",
          "England",
          "United Kingdom",
          51.5074,
          -0.1278,
          2856,
          "british telecommunications plc",
          CHROME_ON_WINDOWS);
  public static final SandboxPlace NEW_YORK =
      place(
          "203.0.113.22",
          "New York",
          "New York",
          "United States",
          40.7128,
          -74.006,
          701,
          "verizon business",
          CHROME_ON_WINDOWS);
  public static final SandboxPlace SINGAPORE =
      place(
          "203.0.113.99",
          "Singapore",
          "Singapore",
          "Singapore",
          1.3521,
          103.8198,
          9506,
          "singtel fibre broadband",
          CHROME_ON_MAC);
  public static final SandboxPlace LAGOS =
      place(
          "192.0.2.77",
          "Lagos",
          "Lagos",
          "Nigeria",
          6.5244,
          3.3792,
          29465,
          "mtn nigeria communication limited",
          CHROME_ON_WINDOWS);
  public static final SandboxPlace ANONYMOUS =
      new SandboxPlace(
          "192.0.2.200",
          "Amsterdam",
          "North Holland",
          "Netherlands",
          52.3676,
          4.9041,
          9009,
          "m247 europe srl",
          true,
          "Linux",
          "FIREFOX",
          FIREFOX_ON_LINUX);

  static final List<SandboxPlace> OFFICES = List.of(BERLIN, LONDON, NEW_YORK);

  /** The same place with another address. */
  public SandboxPlace withIp(String other) {
    return new SandboxPlace(
        other, city, state, country, latitude, longitude, asNumber, asOrg, proxy, os, browser,
        userAgent);
  }

  private static SandboxPlace place(
      String ip,
      String city,
      String state,
      String country,
      double latitude,
      double longitude,
      int as,
      String org,
      String agent) {
    String os = agent.equals(CHROME_ON_MAC) ? "Mac OS 15 (Sequoia)" : "Windows 11";
    return new SandboxPlace(
        ip, city, state, country, latitude, longitude, as, org, false, os, "CHROME", agent);
  }

  String position() {
    return new JsonText(160)
        .object()
        .field("city", city)
        .field("state", state)
        .field("country", country)
        .field("postalCode", null)
        .raw("geolocation", "{\"lat\":" + latitude + ",\"lon\":" + longitude + "}")
        .end()
        .toString();
  }
}
