/** What all HTTP answers have in common. */
@NullMarked
package org.statecraft.http;

import org.jspecify.annotations.NullMarked;
