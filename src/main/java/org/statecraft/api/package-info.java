/**
 * The admin API under {@code /api}: what the commands do, by HTTP, for programs and a console.
 *
 * <p>{@code resources/api} is its document and says who may do what; the handlers here carry it out
 * through the {@code admin} package. Every change is kept in the audit log. Answers hold no student
 * data that the document does not mark, and what it marks only an analyst sees.
 */
@NullMarked
package org.statecraft.api;

import org.jspecify.annotations.NullMarked;
