// Package quiet knows when a text may be sent to somebody: the hours, holidays and bounds that the law
// of a place sets, as data. A Rule is what a place demands from one day until another, and Next is the
// one question that there is to ask: the first moment at which every rule, in every zone that the
// person may be in, lets a text go. What a rule means is its wall clock: a window that begins at 09:00
// begins when clocks there show 09:00, whatever they did in the night.
//
// The package reads no clock and no file. Its rules come from YAML files, which package program reads
// (the built-in ones stand in its room law); where a number may live stands in package areas.
package quiet
