// Package faketwilio is an HTTP server that speaks Twilio's Message API, remembers which
// texts reached phones, and fails in the ways a carrier fails.
//
// It exists so that Parley's promises can be tried against a real network peer: that no
// text goes out twice, that none goes out after a STOP, that every inbound text is handled
// once. Tests mount it in their own process with net/http/httptest; a crash test or a
// benchmark runs it in another; an operator starts cmd/faketwilio and rehearses with it.
//
// Three parties meet here:
//
//   - the server under test creates, fetches and lists messages under /2010-04-01/…;
//   - phones are played with [Server.Text] and read with [Server.Ledger];
//   - faults are drawn from [Options.Seed]. The fate of a call depends only on the seed, the
//     faults in force and the call's number, so a run that makes its calls in the same order
//     meets the same faults.
//
// A text that the API accepted is not always one that reached a phone: [Server.Accepted]
// gives the first, [Server.Ledger] the second. Both are written when the text is accepted,
// before the caller hears of it, since that is what a lost answer is about.
//
// The protocol is written down here a second time, on purpose without Twilio's library or
// Parley's own client: a mistake shared by both sides would otherwise pass every test.
//
// Other processes drive it as JSON under /fake/, people through the page at /. Neither asks
// for a password: do not expose it.
package faketwilio
