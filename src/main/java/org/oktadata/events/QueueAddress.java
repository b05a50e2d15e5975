package org.oktadata.events;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a queue's URL tells.
 *
 * @param region null where neither URL nor settings name one
 */
record QueueAddress(URI url, String region, String account, String name) {

  private static final Pattern AWS =
      Pattern.compile("sqs\\.([a-z0-9-]+)\\.amazonaws\\.com(\\.cn)?");

  static QueueAddress of(StreamingSettings.Sqs settings) {
    URI url = URI.create(settings.queueUrl());
    String[] path = url.getPath().split("/");
    Matcher aws = AWS.matcher(url.getHost());
    String region = settings.region() != null || !aws.matches() ? settings.region() : aws.group(1);
    return new QueueAddress(url, region, path[1], path[2]);
  }

  boolean isAws() {
    return AWS.matcher(url.getHost()).matches();
  }

  /** As rules name their targets. */
  String arn() {
    String partition =
        region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    return "arn:%s:sqs:%s:%s:%s".formatted(partition, region, account, name);
  }
}
