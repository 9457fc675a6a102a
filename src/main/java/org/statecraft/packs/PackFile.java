package org.statecraft.packs;

/**
 * One file of a pack, as it counts after a child pack's files were laid over its parent's.
 *
 * @param path relative to the pack's folder, with forward slashes
 * @param shown the path as the user knows it, for messages
 * @param pack the pack the file stands in
 */
public record PackFile(String path, String shown, String pack, String text) {

  /** The resource folder the file stands in; the part before the first slash. */
  public String folder() {
    int slash = path.indexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  public boolean isRules() {
    return path.endsWith(".drl");
  }
}
