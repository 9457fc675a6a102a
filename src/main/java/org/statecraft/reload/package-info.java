/**
 * Keeps the rules in force in step with the files people edit: sees that files have changed, reads,
 * checks, compiles and tries them out, and puts them in force, or says why not and goes on with the
 * last ones that were well. The revisions of packs are kept in the database.
 */
@NullMarked
package org.statecraft.reload;

import org.jspecify.annotations.NullMarked;
