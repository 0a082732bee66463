// Package phone is the carrier that needs no account: handsets played in the server's own process,
// and a clock that can be moved ahead, so that a program of weeks is tried in minutes.
//
// A [Phone] is a bot.Carrier like any other. It keeps a ledger of its own, as a carrier does: what
// it took from the server, what reached a handset, and what handsets texted. The server never reads
// the ledger but through the carrier's two listings, so a text whose answer was lost and a text
// whose webhook never came are found again here by the same road as at a real carrier.
//
// Things go wrong on demand. [Phone.Arm] lets the next sends meet a [Fault]; [Phone.Text] posts a
// text once, twice, behind the one that follows it, or not at all.
//
// Time is the machine's time plus an offset that only grows and outlives a restart. A data folder
// that was used with a moved clock holds records from the future, and [Used] tells of it, so that
// no real carrier is ever connected to such a folder. [Phone.Advance] moves the clock from one due
// time to the next, never over one, so that everything happens at the time it was meant for. It
// also stops where a server looks for what is on no calendar: a text in doubt, one that was never
// posted, one whose sender must wait.
package phone
