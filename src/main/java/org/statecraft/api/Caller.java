package org.statecraft.api;

import java.util.Set;
import org.statecraft.campus.District;
import org.statecraft.config.ApiConfig;
import org.statecraft.connections.Connection;

/**
 * Who asks.
 *
 * @param name of the token
 * @param districts whose connections it is limited to; empty for all
 */
record Caller(String name, ApiConfig.Role role, Set<District> districts) {

  Caller {
    districts = Set.copyOf(districts);
  }

  /** Whether it is limited to some districts. */
  boolean isLimited() {
    return !districts.isEmpty();
  }

  boolean maySee(Connection connection) {
    return !isLimited() || districts.contains(connection.district());
  }

  /** Whether student data is shown. */
  boolean seesStudents() {
    return role.includes(ApiConfig.Role.ANALYST);
  }
}
