package org.statecraft.rules;

import java.util.List;
import org.statecraft.packs.RulePack;

/**
 * The facts by which rules of any pack tell their results, and how they are read.
 *
 * @param excluded the fact an exclusion is about
 * @param remarked the fact a remark is about
 */
record ResultFacts(
    Class<?> exclusion,
    Class<?> remark,
    FactPath excluded,
    FactPath reason,
    FactPath remarked,
    FactPath text,
    FixedValues fixed) {

  static ResultFacts of(RulePack pack, Compiled compiled) {
    Class<?> exclusion = type(compiled, FactTypes.EXCLUSION);
    Class<?> remark = type(compiled, FactTypes.REMARK);
    return new ResultFacts(
        exclusion,
        remark,
        path(exclusion, "record"),
        path(exclusion, "reason"),
        path(remark, "record"),
        path(remark, "text"),
        new FixedValues(pack, compiled));
  }

  boolean isExclusion(Object fact) {
    return fact.getClass() == exclusion;
  }

  boolean isRemark(Object fact) {
    return fact.getClass() == remark;
  }

  private static Class<?> type(Compiled compiled, String name) {
    Class<?> type = compiled.types().get(name);
    if (type == null) {
      throw new IllegalStateException("every rule set has the fact " + name);
    }
    return type;
  }

  private static FactPath path(Class<?> type, String field) {
    return FactPath.of(type, List.of(field)).orElseThrow();
  }
}
