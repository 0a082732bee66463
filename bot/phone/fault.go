package phone

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Fault is one way in which a send goes wrong.
type Fault string

// The faults.
const (
	Refuse      Fault = "refuse"      // refused for its words (30007)
	Landline    Fault = "landline"    // refused: the number takes no texts (30006)
	OptedOut    Fault = "opted_out"   // refused: the person opted out at the carrier (21610)
	Throttle    Fault = "throttle"    // too many texts: try again in half a minute
	NotSent     Fault = "not_sent"    // the carrier could not be reached
	LostAnswer  Fault = "lost_answer" // it reaches the handset, but neither answer nor report comes
	Vanished    Fault = "vanished"    // no answer, and it never reached the handset
	Undelivered Fault = "undelivered" // taken, then reported as undelivered (30003)
	Slow        Fault = "slow"        // delivered, but the reports come late
)

// Faults lists all faults.
func Faults() []Fault {
	return []Fault{Refuse, Landline, OptedOut, Throttle, NotSent, LostAnswer, Vanished, Undelivered, Slow}
}

// MaxArmed is the greatest number of sends that one fault can be armed for.
const MaxArmed = 1000

// Armed is a fault that the next sends meet.
type Armed struct {
	Kind  Fault `json:"kind"`
	Count int   `json:"count"` // sends to come
}

// faults is a queue: the fault that was armed first is used up first.
type faults struct {
	mu    sync.Mutex
	armed []Armed
}

// Arm lets the next n sends meet a fault; 0 takes the fault away.
func (p *Phone) Arm(kind Fault, n int) error {
	if !slices.Contains(Faults(), kind) {
		return fmt.Errorf("there is no fault %q; there are %s", kind, words(Faults()))
	}
	if n < 0 || n > MaxArmed {
		return fmt.Errorf("a fault can be armed for 1 to %d sends, or 0 to take it away, not for %d", MaxArmed, n)
	}
	p.faults.set(Armed{kind, n})
	p.tell()
	return nil
}

// Armed lists the faults that the next sends meet, in order.
func (p *Phone) Armed() []Armed {
	p.faults.mu.Lock()
	defer p.faults.mu.Unlock()
	return slices.Clone(p.faults.armed)
}

func (f *faults) set(a Armed) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.armed = slices.DeleteFunc(f.armed, func(o Armed) bool { return o.Kind == a.Kind })
	if a.Count > 0 {
		f.armed = append(f.armed, a)
	}
}

// next uses up one armed fault; "" where none is.
func (f *faults) next() Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.armed) == 0 {
		return ""
	}
	kind := f.armed[0].Kind
	if f.armed[0].Count--; f.armed[0].Count == 0 {
		f.armed = f.armed[1:]
	}
	return kind
}

// words joins the spellings of a setting for an error.
func words[S ~string](all []S) string {
	var list []string
	for _, s := range all {
		list = append(list, string(s))
	}
	return strings.Join(list, ", ")
}
