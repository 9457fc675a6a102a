/**
 * Whether what an Ed-Fi API was asked is what it should have been asked: a plain model of what
 * should exist, independent of the rule engine and the planner, and a checker that compares it with
 * the log of a sandbox.
 */
package org.statecraft.history;
