package fsm

import "cmp"

// Tray is a list of open threads, as an intray shows them.
type Tray struct {
	Name  TrayName
	Owner string // of TrayMine: whose
}

// TrayName is the kind of a tray.
type TrayName string

// The trays.
const (
	TrayQueue   TrayName = "queue"   // nobody has them; what waits longest first
	TrayMine    TrayName = "mine"    // one agent has them; what waits longest first, then what the agent touched longest ago
	TrayAll     TrayName = "all"     // all open threads, the oldest first
	TraySnoozed TrayName = "snoozed" // put aside; what comes back first
	TrayLate    TrayName = "late"    // an answer did not come in time; what was due first
)

// Filed is where a thread lies: in which tray, and at which place in its order.
type Filed struct {
	Tray
	At Moment
}

// Filed lists where the record's thread lies. A store indexes it.
func (r *Record) Filed() []Filed {
	t := &r.Thread
	if t.OpenedAt == 0 {
		return nil
	}
	list := []Filed{{Tray{Name: TrayAll}, t.OpenedAt}}
	if t.Late {
		list = append(list, Filed{Tray{Name: TrayLate}, t.DueAt})
	}
	switch {
	case t.SnoozedUntil > 0:
		return append(list, Filed{Tray{Name: TraySnoozed}, t.SnoozedUntil})
	case t.Owner == "":
		return append(list, Filed{Tray{Name: TrayQueue}, cmp.Or(t.WaitingSince, t.OpenedAt)})
	}
	return append(list, Filed{Tray{Name: TrayMine, Owner: t.Owner}, cmp.Or(t.WaitingSince, t.LastAgent)})
}
