package org.oktadata.findings;

/** Events that wait for the detections, as SQL that is part of a question about them. */
final class UnreadEvents {

  /** Where so many wait, it isn't asked which they are. */
  static final int MOST = 10_000;

  /** Integration and time of those that come next, {@link #MOST} of them. */
  static final String NEXT =
      """
      select integration, published from store.event
      where (xid, seq) > ((select xid from store.follower where name = 'detections'), (select seq from store.follower where name = 'detections'))
      order by xid, seq limit %d"""
          .formatted(MOST);

  private UnreadEvents() {}
}
