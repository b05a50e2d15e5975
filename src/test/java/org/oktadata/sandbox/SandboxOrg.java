package org.oktadata.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A generated Okta org. The same size, seed and start make the same org; documents are made when
 * asked for, so that a large org needs little memory.
 */
public final class SandboxOrg {
  public static final String ORG_ID = "00ok00acmesandbox5d7";
  public static final String DOMAIN = "acme-sandbox.example";

  private final OrgSize size;
  private final long start;
  private final Dice dice;
  private final Ids ids;
  private final Users users;
  private final Groups groups;
  private final Apps apps;
  private final UserDocument userDocuments;
  private final GroupDocument groupDocuments;
  private final AppDocument appDocuments;
  private final Factors factors;
  private final Roles roles;
  private final Devices devices;
  private final EventLog log;
  private final Map<String, DocumentTable> tables;
  private final SandboxChanges changes;
  private final AtomicLong version = new AtomicLong();
  private volatile Duration clockOffset = Duration.ZERO;

  private SandboxOrg(OrgSize size, long seed, Instant start) {
    this.size = size;
    this.start = start.toEpochMilli();
    dice = new Dice(seed);
    ids = new Ids(seed);
    users = new Users(size, dice, ids, this.start);
    groups = new Groups(size, dice, ids, this.start, users);
    apps = new Apps(size, dice, ids, this.start, users);
    userDocuments = new UserDocument(dice, ids, users.active());
    groupDocuments = new GroupDocument(this);
    appDocuments = new AppDocument(this);
    factors = new Factors(dice, ids, userDocuments);
    roles = new Roles(ids);
    devices = new Devices(this, dice, ids, size.devices());
    log = new EventLog(this, dice, this.start, size.events());
    tables = DocumentTable.read(ids, this.start);
    changes = new SandboxChanges(this);
    Admins.appoint(this, size.admins());
    if (size.stories()) {
      StoryTeller.tell(this);
    }
  }

  /** An org as it is now. */
  public static SandboxOrg generate(OrgSize size, long seed) {
    return generate(size, seed, Instant.now());
  }

  /** An org as it is at a given time. */
  public static SandboxOrg generate(OrgSize size, long seed, Instant start) {
    return new SandboxOrg(size, seed, start);
  }

  public OrgSize size() {
    return size;
  }

  /** When the org was generated: everything in it is older. */
  public long start() {
    return start;
  }

  /** The org's own time, which can be set wrong. */
  public long now() {
    return System.currentTimeMillis() + clockOffset.toMillis();
  }

  /** Sets the org's clock wrong by that much. */
  public void clockOffset(Duration offset) {
    clockOffset = offset;
  }

  /** What tests do to the org. */
  public SandboxChanges changes() {
    return changes;
  }

  /** What is really in the org. */
  public SandboxTruth truth() {
    return new SandboxTruth(this);
  }

  /** Grows with every change. */
  public long version() {
    return version.get();
  }

  void changed() {
    version.incrementAndGet();
  }

  Dice dice() {
    return dice;
  }

  Ids ids() {
    return ids;
  }

  Users users() {
    return users;
  }

  Groups groups() {
    return groups;
  }

  Apps apps() {
    return apps;
  }

  AppDocument appDocuments() {
    return appDocuments;
  }

  Factors factors() {
    return factors;
  }

  Roles roles() {
    return roles;
  }

  Devices devices() {
    return devices;
  }

  EventLog log() {
    return log;
  }

  Map<String, DocumentTable> tables() {
    return tables;
  }

  DocumentTable table(String path) {
    return tables.get(path);
  }

  void writeUser(JsonText out, User user, String base) {
    userDocuments.write(out, user, base);
  }

  void writeShortUser(JsonText out, User user, String base) {
    userDocuments.writeShort(out, user, base);
  }

  void writeGroup(JsonText out, int group, String base, boolean stats) {
    groupDocuments.write(out, group, base, stats);
  }

  String userText(User user, String base) {
    JsonText out = new JsonText(2_200);
    userDocuments.write(out, user, base);
    return out.toString();
  }

  /** The groups a user is in, Everyone among them. */
  List<Integer> groupsOf(User user) {
    return IntStream.range(0, groups.count())
        .filter(group -> groups.exists(group) && groups.members().contains(group, user.index()))
        .boxed()
        .toList();
  }

  List<Integer> appsOf(User user) {
    return IntStream.range(0, apps.count())
        .filter(app -> apps.users().contains(app, user.index()))
        .boxed()
        .toList();
  }

  /** The access policy of an app: that of the Admin Console, or one the apps share. */
  String accessPolicyOf(String appId) {
    return apps.find(appId) == 0 ? "rstkadminconsole00pX5d7" : "rstkanyapp0000000pX5d7";
  }
}
