package fsm

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// TouchKind is a way in which a text may have led to an order.
type TouchKind string

// The kinds of touches.
const (
	CodeTouch      TouchKind = "code"      // the order was made with the code that the text gave
	ClickTouch     TouchKind = "click"     // its link was opened by a person
	ReplyTouch     TouchKind = "reply"     // its question was answered
	DeliveredTouch TouchKind = "delivered" // it arrived
)

// The bounds of attribution. What an order keeps reaches as far as any window may, so that another choice
// needs nothing else.
const (
	MaxTouches     = 20                  // of one person that are remembered, and of one order that are kept
	MaxAttribution = 30 * 24 * time.Hour // the longest window
	touchesFor     = MaxAttribution + 7*24*time.Hour
)

// Attribution says which touch an order is attributed to: of the first kind that has any within its window,
// the latest.
type Attribution struct {
	Windows map[TouchKind]time.Duration // from the touch to the order; at most MaxAttribution
	Prefer  []TouchKind                 // the kinds that count, the strongest first
}

// Touches lists the kinds of touches, the strongest first.
func Touches() []TouchKind { return []TouchKind{CodeTouch, ClickTouch, ReplyTouch, DeliveredTouch} }

// withDefaults fills in what a program leaves open.
func (a Attribution) withDefaults() Attribution {
	day := 24 * time.Hour
	windows := map[TouchKind]time.Duration{CodeTouch: 30 * day, ClickTouch: 7 * day, ReplyTouch: 3 * day, DeliveredTouch: day}
	maps.Copy(windows, a.Windows)
	if len(a.Prefer) == 0 {
		a.Prefer = Touches()
	}
	a.Windows = windows
	return a
}

// String says the rules as a program does: "code 30d, click 7d, delivered 24h". Equal rules read alike.
func (a Attribution) String() string {
	said := make([]string, len(a.Prefer))
	for i, kind := range a.Prefer {
		said[i] = string(kind) + " " + Span(a.Windows[kind])
	}
	return strings.Join(said, ", ")
}

// Touch is one text that may have led to an order.
type Touch struct {
	Kind TouchKind `cbor:"1,keyasint" json:"kind"`
	At   Moment    `cbor:"2,keyasint" json:"at"`
	Seq  uint64    `cbor:"3,keyasint" json:"message"`
	Name string    `cbor:"4,keyasint" json:"name"` // workflow.step
}

// Choose gives the touch that an order is attributed to, by its place among the touches, which are in order of time; -1 where none
// is within its window.
func (a Attribution) Choose(at Moment, touches []Touch) int {
	for _, kind := range a.Prefer {
		for i, t := range slices.Backward(touches) {
			if age := at.Sub(t.At); t.Kind == kind && age >= 0 && age <= a.Windows[kind] {
				return i
			}
		}
	}
	return -1
}

func earlier(a, b Touch) int {
	return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Kind, b.Kind))
}

// attribution checks how orders are attributed.
func (c *compiler) attribution() {
	for _, kind := range slices.Sorted(maps.Keys(c.p.Attribution.Windows)) {
		if window := c.p.Attribution.Windows[kind]; !slices.Contains(Touches(), kind) {
			c.fail("attribution.windows."+string(kind), "is no touch; there are %s", touchNames())
		} else if window <= 0 || window > MaxAttribution {
			c.fail("attribution.windows."+string(kind), "is %s; a window goes up to %s, and a touch without one is left out of prefer", Span(window), Span(MaxAttribution))
		}
	}
	for i, kind := range c.p.Attribution.Prefer {
		if !slices.Contains(Touches(), kind) || slices.Contains(c.p.Attribution.Prefer[:i], kind) {
			c.fail("attribution.prefer", "holds %q, which is no touch or is there already; there are %s", kind, touchNames())
		}
	}
	c.p.Attribution = c.p.Attribution.withDefaults()
}

func touchNames() string {
	var names []string
	for _, kind := range Touches() {
		names = append(names, string(kind))
	}
	return strings.Join(names, ", ")
}
