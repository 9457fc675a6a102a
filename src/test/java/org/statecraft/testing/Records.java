package org.statecraft.testing;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;

/** Records with some components changed, whatever other components they have. */
public final class Records {

  private Records() {}

  /** The same record but for the named components. */
  public static <T extends Record> T with(T from, Map<String, ?> changes) {
    RecordComponent[] components = from.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    int used = 0;
    try {
      for (int i = 0; i < components.length; i++) {
        String name = components[i].getName();
        values[i] =
            changes.containsKey(name)
                ? changes.get(name)
                : components[i].getAccessor().invoke(from);
        used += changes.containsKey(name) ? 1 : 0;
      }
      if (used != changes.size()) {
        throw new IllegalArgumentException(from.getClass() + " has not all of " + changes.keySet());
      }
      @SuppressWarnings("unchecked")
      T changed =
          (T)
              from.getClass()
                  .getDeclaredConstructor(
                      Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new))
                  .newInstance(values);
      return changed;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
