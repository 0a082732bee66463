// Package plan tells what a new program would do before it does it: who stands where, what changes
// for them, which timers move, which steps vanish or are new, and what one person may get at worst.
//
// A plan is made of two compiled programs and of counts that a store keeps (fsm.Stand), so it takes
// no longer with a million subscribers. Its hash is over all that it says apart from counts: whoever
// confirms the hash has seen exactly this change.
//
// Compose keeps people who have not been looked at for several deploys on their way: it joins the
// moved maps of a new revision with those of the revisions before it.
package plan
