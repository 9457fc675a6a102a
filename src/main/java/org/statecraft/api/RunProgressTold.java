package org.statecraft.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.statecraft.edfi.ResourceName;
import org.statecraft.resync.RunProgress;

/** How far a run of this process is. */
final class RunProgressTold implements RunProgress {

  private String reading = "";
  private long read;
  private long compared;
  private long students;
  private long applied;

  @Override
  public synchronized void read(ResourceName resource, long records) {
    reading = resource.value();
    read = records;
  }

  @Override
  public synchronized void compared(long more, long ofAll) {
    compared += more;
    students = ofAll;
  }

  @Override
  public synchronized void applied(long actions) {
    applied += actions;
  }

  synchronized void tell(ObjectNode to) {
    to.put("reading", reading)
        .put("read", read)
        .put("compared", compared)
        .put("students", students)
        .put("applied", applied);
  }
}
