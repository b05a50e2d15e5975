package org.oktadata.catalogue;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.oktadata.okta.FailureKind;
import org.oktadata.okta.OktaFailure;

/**
 * One line of {@code routes/data-types.yaml}: a list of an Okta org and how to read it. The column
 * names are explained at the head of that file.
 *
 * @param name name of the data type, its route ({@code direct:<name>}) and its view
 * @param template route template that pulls it
 * @param store route that stores its pages: store-page, or one that begins with store-events for
 *     the System Log
 * @param path path and query below the org's URL; {@code {column}} is a column of the parent's view
 * @param also further lists of the same data type, each read when the one before is over
 * @param each values that {@code {each}} in the path stands for, one list each
 * @param parents whose rows this list is read for, if it is read for any
 * @param after data types that should be read before, where both are in a run
 * @param bucket rate-limit bucket the calls count in
 * @param scope OAuth scope that opens it
 * @param role admin role that opens it, as an administrator would look for it
 * @param answer how answers are read, and what of them is stored
 * @param every interval of its full collection, or null for {@code okta.schedule.full}
 * @param delta query that narrows a root list to what changed after {@code {since}}
 * @param refers data type that its ids are ids of: when that object goes, so does this row
 * @param touched the events after which it is read again
 * @param single path of one object, to read it again alone; {@code {child}} is its id where the
 *     list is of a parent
 * @param pipeline idx, v1, or empty for both
 * @param neverEmpty every org has some, so an empty list means that a role is missing
 * @param optional collected only where an integration names it, because it costs a call per user or
 *     app, or needs what few orgs have
 */
public record DataType(
    String name,
    String template,
    String store,
    String path,
    List<String> also,
    List<String> each,
    Parents parents,
    List<String> after,
    String bucket,
    String scope,
    String role,
    Answer answer,
    Duration every,
    String delta,
    String refers,
    TouchedBy touched,
    String single,
    String pipeline,
    boolean neverEmpty,
    boolean optional) {

  private static final Pattern LIMIT = Pattern.compile("[?&]limit=(\\d+)");

  /** How many rows a page of a list has, as its path asks; without a limit, all of them. */
  public long pageSize() {
    Matcher limit = LIMIT.matcher(path);
    return limit.find() ? Long.parseLong(limit.group(1)) : Integer.MAX_VALUE;
  }

  /** The data type whose rows this list is read for, or empty. */
  public String parent() {
    return parents.dataType();
  }

  /** Whether it is read once for each row of another data type. */
  public boolean perParent() {
    return !parent().isEmpty();
  }

  /** Whether one complete list is the whole data type, so that what it lacks is gone. */
  public boolean singleList() {
    return also.isEmpty() && each.isEmpty();
  }

  /** Whether an object that is asked for alone shows as much as in its list. */
  public boolean showsAllAlone() {
    return !single.isEmpty() && (!path.contains("expand=") || single.contains("expand="));
  }

  /** Whether a planned list is answered with one object: a document, or an object read alone. */
  public boolean isAnsweredWithOne(String request, String parent) {
    return answer.document() || !idAskedFor(request, parent).isEmpty();
  }

  /** The id of the one object that a planned list asks for; empty where it asks for a list. */
  public String idAskedFor(String request, String parent) {
    if (perParent()) {
      return single.isEmpty() || request.equals(parent)
          ? ""
          : request.substring(parent.length() + 1);
    }
    return isAskedForAlone(request) ? request : "";
  }

  /** Whether a planned request without a parent is for one object, by its id. */
  public boolean isAskedForAlone(String request) {
    return !single.isEmpty()
        && !request.isEmpty()
        && !also.contains(request)
        && !each.contains(request);
  }

  /** The property in which Okta expands a list, where an object read alone has none; or empty. */
  public String lackingAlone() {
    return single.isEmpty() || showsAllAlone() ? "" : "_embedded";
  }

  /** Whether something tells what changed between two complete readings. */
  public boolean isTold() {
    return !delta.isEmpty() || !parents.changed().isEmpty() || !touched.events().isEmpty();
  }

  /** Whether Okta itself said that this org, or this parent, has none. */
  public boolean isLacked(OktaFailure failure) {
    return failure.kind() == FailureKind.TYPE_ABSENT
        || failure.kind() != FailureKind.BROKEN_ANSWER
            && answer.absent().contains(failure.status());
  }

  /**
   * Whether it is the System Log, whose list never ends; an operator may have a route like ours.
   */
  public boolean isLog() {
    return store.startsWith("store-events");
  }
}
