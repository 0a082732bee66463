package fsm

// Denial says why something that a member of the staff wanted was not done. Nothing was stored.
type Denial struct {
	Why   DenialReason
	Owner string // TakenBy: who has the thread
	Newer uint64 // HasTexted: number of the person's newest text
}

// DenialReason is the kind of a denial.
type DenialReason string

// The reasons.
const (
	TakenBy    DenialReason = "taken"   // another agent has the thread
	HasTexted  DenialReason = "texted"  // the person has texted something that the author has not seen
	HasStopped DenialReason = "stopped" // the person gets no texts
	HasDecided DenialReason = "decided" // somebody has decided about the text, or another one has come
)

func (d *deciding) deny(r Denial) { d.dec.Denied = &r }
