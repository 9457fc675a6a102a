/**
 * From the outbox to the Ed-Fi API: one worker per connection claims actions, sends them, and
 * settles what came of them.
 *
 * <p>Every request may be repeated without harm, so a lost answer is only ever sent again. The HTTP
 * client and all knowledge of the API's answers stay in this package.
 */
@NullMarked
package org.statecraft.deliver;

import org.jspecify.annotations.NullMarked;
