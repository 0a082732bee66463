// Package proof tells, before a program goes live, what it can do to a subscriber at worst. Check
// looks at a compiled program and gives Faults, each with its place and a remedy, and a Report with
// the figures. Like fsm it is pure, and quick: a hundred workflows of twenty steps take about a tenth of
// a second (BenchmarkCheck).
//
// # How often one person can be texted
//
// A workflow is laid out as a graph (graph.go): an edge is a way from a step to another, with the least
// and the most time that it takes. paths.go finds the most unasked texts that one run can send within a
// span: branches take the worst way, waits and timeouts their least time, a loop as often as its waits
// let it. entries.go counts the runs that can have texts to send then: what triggers bring and entry
// limits admit, who is started by others, and those that are still on their way from before.
// worst.go multiplies and sums up, and caps.go asks how many of these texts the caps let through. What
// comes out is a bound and not an estimate: a test plays random programs in random orders against it.
//
// Unasked is a workflow's text that no text of the person has just brought about. Answers are said
// apart, as loop protection bounds them; so is a question that comes back after an agent or a question
// of a higher class. It is taken for granted that senders keep up, that no clock is moved within the
// span, and that a yearly date stays what it is.
//
// # What texts cost
//
// sizes.go measures each text at its longest and shortest, as Twilio bills it, and names what makes one
// dear. A worst case in segments takes its texts to be the largest that the workflows have; what it comes
// to where values bring characters outside the GSM alphabet is said apart. So are texts that go again
// because nobody knows whether they went.
//
// # What else can go wrong
//
// limits.go tells of workflows that nothing but caps bounds and of loops without a wait, table.go proves
// consent and timeouts of the compiled table. consent_texts.go, links.go and brand.go read the texts as
// carriers do; questions.go and quiet.go find answers that nobody can give and texts that can miss their
// time. What could only be better is a notice: style.go, arms.go, care.go.
package proof
