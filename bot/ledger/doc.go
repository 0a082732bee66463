// Package ledger proves the consent ledger. Each fact is sealed into its person's chain (package fsm),
// and the store logs every hash in the order of the commits. What is new in that log is anchored, at most
// once an hour and the first fact at once: an Anchor is a hash over it and over the anchor before. So the
// last anchor's hash stands for all that was ever written; whoever keeps it elsewhere can show later that
// nothing up to it was changed.
//
// Verify reads everything once and says of every chain, entry and anchor what is wrong with it.
// Prove does so for one person, and gives what shows others that his entries are under the anchors.
//
// What it cannot find alone: that the newest facts, their places in the log and the anchors over them
// were cut off together, or all of it written anew, by somebody who can write the data file. A hash
// that was kept elsewhere, given to Verify, closes that up to its anchor.
package ledger
