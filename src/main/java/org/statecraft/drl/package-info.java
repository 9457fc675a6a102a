/**
 * The language rules are written in: reads a rule file into a tree in which everything knows its
 * place, and says what is wrong in it in the words of those who write rules. It accepts less than
 * the rule engine does; what it does not accept never reaches the engine.
 */
@NullMarked
package org.statecraft.drl;

import org.jspecify.annotations.NullMarked;
