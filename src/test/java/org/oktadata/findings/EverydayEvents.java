package org.oktadata.findings;

/** A log in which nothing happens: people sign in and open apps, and one try in 200 fails. */
final class EverydayEvents {

  /**
   * Parameters: integration, the number of events, of users they are about, and of days they are
   * spread over.
   */
  static final String SQL =
      """
      insert into store.event (integration, published, uuid, event_type, actor_id, doc, received_via)
      select :integration, at, gen_random_uuid()::text, type, 'u' || who, jsonb_build_object(
        'eventType', type, 'published', at, 'severity', 'INFO', 'displayMessage', 'Everyday event',
        'outcome', case when n % 200 = 0 then '{"result": "FAILURE", "reason": "INVALID_CREDENTIALS"}'::jsonb else '{"result": "SUCCESS"}' end,
        'actor', jsonb_build_object('id', 'u' || who, 'type', 'User', 'alternateId', 'u' || who || '@example.com', 'displayName', 'User ' || who),
        'client', jsonb_build_object('ipAddress', '198.51.' || who % 250 || '.' || who % 200, 'device', 'Computer',
          'userAgent', jsonb_build_object('rawUserAgent', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 'os', 'Mac OS X', 'browser', 'CHROME'),
          'geographicalContext', jsonb_build_object('country', 'Germany', 'city', 'Berlin', 'geolocation', jsonb_build_object('lat', 52.5, 'lon', 13.4))),
        'securityContext', jsonb_build_object('asNumber', 3320, 'isProxy', false),
        'authenticationContext', jsonb_build_object('externalSessionId', 's' || n / 5, 'rootSessionId', 's' || n / 5),
        'target', jsonb_build_array(jsonb_build_object('id', 'a' || n % 100, 'type', 'AppInstance', 'displayName', 'App ' || n % 100)),
        'debugContext', jsonb_build_object('debugData', jsonb_build_object('requestUri', '/idp/idx/identify', 'threatSuspected', 'false', 'dtHash', 'd' || who, 'factor', 'OKTA_VERIFY_PUSH',
          'behaviors', '{New Geo-Location=NEGATIVE, New Device=NEGATIVE, New IP=NEGATIVE, New State=NEGATIVE, New Country=NEGATIVE, Velocity=NEGATIVE, New City=NEGATIVE}')),
        'transaction', jsonb_build_object('id', 't' || n, 'type', 'WEB', 'detail', '{}'::jsonb)), 'test'
      from (
        select n, (n::bigint * 7919 + n / 200 * 31) % :users + 1 as who, now() - make_interval(days => :days) + n * (make_interval(days => :days) / :events) as at,
               (array['user.session.start', 'user.authentication.sso', 'user.authentication.sso', 'user.authentication.auth_via_mfa', 'policy.evaluate_sign_on', 'user.session.end'])[n % 6 + 1] as type
        from generate_series(1, :events) n) everyday""";

  private EverydayEvents() {}
}
