// Package fsm decides. It holds the whole behaviour of Parley towards one person, and does nothing:
// it reads no clock, draws no random number, starts no goroutine and touches no disk or network.
//
// One subscriber is one small Record. Something happens to him, an Event: a text, a fact from the
// shop, a time on his calendar, a token for his sender, what became of a text. Decide turns record,
// Inputs, event and time into a Decision: the next record, the journal's lines, the messages and
// consent facts to store, and at most one text to hand to the carrier. The engine stores a Decision
// whole and then carries it out; nothing else changes the world. The same input gives the same
// decision, so a history can be replayed, and a test can play any week of anybody's life in
// milliseconds: testdata/scenarios tells such weeks, text by text.
//
// # One person, one state
//
// A state (state.go) has a ground, what consent says: unknown, pending, subscribed or stopped; and
// a foreground: nothing, one open question, or an agent. All that may follow what is one table
// (table.go), compiled from the base machine and every workflow: the opt-in, STOP, an answer, a
// send. Consent is in the table and nowhere else: a marketing step has rows from subscribed alone,
// so from any other ground it cannot happen. Behind the table stands a state machine library,
// which only machine.go knows.
//
// # A text comes in
//
// It gets its meaning in one order, which is the same in every state (inbound.go): the carrier's
// verdict, STOP, START and HELP, YES, a wish in free words (stop.go, consent.go), an answer
// (answer.go), a keyword, an unclear wish (hold.go), and so on down to "sorry, we did not get that"
// (reply.go). What its words alone say may be read before the decision (reading.go): that is slow, and
// makes no difference.
//
// An answer to a text of this hour is direct: it goes at any hour, past caps, and before everything
// else. An older text is obeyed all the same, but what answers it goes as unasked texts go, and so
// does what the machine says on its own.
//
// # A workflow runs
//
// An event (facts.go), a date (dates.go), a schedule (enrol.go), a keyword or the end of what a product
// lasts (reorder.go) starts a Run (runs.go, steps.go). It takes steps until one needs time or an answer,
// of the person, of an event (waits.go) or of the shop's server (calls.go). A wait is no state but an
// Item on the calendar (calendar.go), so a person can be in many runs and still be in one state. A
// step with a text puts a Want among the ready texts; when the sender has a token, the guards are
// asked (guards.go, hours.go; fuse.go stops what texts more than the checker proved possible), and a text
// that may go is released (release.go): on the wire from that commit on. What comes of it is settled later (settle.go, status.go), perhaps after a doubt; one
// that certainly did not go is tried again for as long as it may be sent.
//
// What a person buys is an Order (orders.go). It keeps the texts that may have led to it (touches.go), and the one that it
// is attributed to (attribution.go).
//
// A question is open from its release (question.go); one of a higher class suspends it.
//
// # Who counts for an experiment
//
// A split draws an arm (steps.go), and a program may hold some people from all marketing (holdout.go). A person
// counts from where the arms part (exposure.go, compile_partings.go), by what is done from then on (outcomes.go); so
// does who waits for his best hour (besttime.go). Package lift tells what came of it.
//
// # What a program is
//
// A Definition is what a marketer wrote, read from files by package program. Compile (compile.go)
// checks it, compiles its texts (compile_texts.go) and conditions (conditions.go) over a closed set of names
// (environment.go), and gives a Program, which never changes. A record that another program wrote is made
// to fit by its next decision (mend.go): names are followed to new ones (moved.go), and timers to what the
// live program says (refit.go). Every list has a bound (limits.go, bounds.go), and no
// sequence of events makes a record larger than MaxRecord (size.go).
package fsm
