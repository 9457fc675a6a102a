package org.statecraft.packs;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something made of another thing, and made anew when that was replaced. */
public final class MadeOf<S, T> implements Supplier<T> {

  private record Made<S, T>(S of, T value) {}

  private final Supplier<S> source;
  private final Function<S, T> make;
  private volatile @Nullable Made<S, T> made;

  public MadeOf(Supplier<S> source, Function<S, T> make) {
    this.source = source;
    this.make = make;
  }

  @Override
  public T get() {
    S now = source.get();
    Made<S, T> known = made;
    if (known == null || known.of() != now) {
      known = new Made<>(now, make.apply(now));
      made = known;
    }
    return known.value();
  }
}
