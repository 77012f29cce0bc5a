// Package rulepack keeps every number, list and switch of the rules that the
// measures apply as data with its source and with how sure we are of it
// (rules.json), so that none of them stands in code.
//
// A Pack is the shipped rules with the office's overrides on top. Nobody reads
// a number from a Pack: a number holds on a day. Pack.On gives what is in force
// on a day, as a Frozen; Frozen.Freeze keeps the few values that a decision
// uses inside the decision's record. Code that decides takes the interface
// Numbers and cannot tell today's rules from those of the year that it replays,
// so an old year gives its old result whatever happens to the pack later.
//
// A rule that was not seen in a copy of the official text is shown as
// unverified until the office names who checked it and when.
package rulepack
