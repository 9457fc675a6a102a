/** The packaged program, its database and its API, killed and taken away while changes come in. */
package org.statecraft.crash;
