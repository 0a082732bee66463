package fsm

// Denial says why something that a member of the staff wanted was not done. Nothing was stored.
type Denial struct {
	Why   DenialReason
	Owner string // TakenBy: who has the thread
	Newer uint64 // HasTexted: number of the person's newest text
	Said  string // NoOffer: why the person may not have the offer
}

// DenialReason is the kind of a denial.
type DenialReason string

// The reasons.
const (
	TakenBy    DenialReason = "taken"   // another agent has the thread
	HasTexted  DenialReason = "texted"  // the person has texted something that the author has not seen
	HasStopped DenialReason = "stopped" // the person gets no texts
	HasDecided DenialReason = "decided" // somebody has decided about the text, or another one has come
	HasGone    DenialReason = "gone"    // the words have gone already, or were taken back before
	TooMany    DenialReason = "many"    // MaxLater texts of the staff wait for their time already
	NoOffer    DenialReason = "offer"   // the text may not make its offer
)

func (d *deciding) deny(r Denial) { d.dec.Denied = &r }
