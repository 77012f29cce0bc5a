// Package rulepack stores every number, list and switch of the rules as data, with
// its source and how sure we are of it (rules.json). No such value is in code.
//
// A Pack is the shipped rules with the overrides of the offices above and of the office.
// A value depends on the day: Pack.On returns the rules in force on a day as a Frozen, and Frozen.Freeze
// selects the values that a decision uses, to store them in its record. Code that
// decides takes the interface Numbers, so it works the same with today's rules and
// with the stored rules of an old year. So an old year keeps its result when the
// pack changes.
//
// A rule that we have not seen in a copy of the official text is shown as
// unverified until the office names the person who checked it and the day.
package rulepack
