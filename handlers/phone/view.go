package phone

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	handset "github.com/parley-sms/parley/bot/phone"
	"github.com/parley-sms/parley/fsm"
)

// view is what the page shows.
type view struct {
	Version  string
	Status   int
	Notice   string // what went wrong with the last post
	Trouble  string // why the records cannot be read
	Now      time.Time
	Ahead    string // of real time; empty: not at all
	Brand    string
	Shown    []fsm.Phone
	Events   string // address of the stream
	Numbers  []link
	Handsets []device
	Behind   *behind
	Quick    []string
	Jumps    []jump
	Ways     []way
	Faults   []faultWords
	Armed    []faultWords
}

// link leads to a page with other handsets.
type link struct {
	Number  fsm.Phone
	Open    string // the page with this handset alone
	Beside  string // the page with this handset beside those shown; empty: it is shown
	Current bool
}

// device is one handset.
type device struct {
	Number   fsm.Phone
	ID       string // in the page
	Sender   string // whom it texts
	State    string
	First    bool   // the panel tells of it
	Focus    string // the page with this one first
	Close    string // the page without it; empty: it is the only one
	Draft    string // the text that was not sent
	Messages []bubble
	Cut      bool // older texts are not shown
}

// jump is one step of the clock that is offered.
type jump struct{ Advance, Words string }

// way is one way for a text to come to the server.
type way struct {
	Kind  handset.Delivery
	Words string
}

// view gathers what the page shows. What cannot be read is said on it.
func (h *handlers) view(ctx context.Context, shown []fsm.Phone) *view {
	v := &view{
		Version: h.page.version, Status: http.StatusOK, Now: h.Phone.Now(), Brand: h.Engine.Program().Brand, Shown: shown,
		Events: "/phone/events?" + address(shown), Numbers: h.links(shown),
		Quick: []string{"JOIN", "YES", "1", "HELP", "STOP", "START", "AGENT"},
		Jumps: []jump{{"15m", "+15 min"}, {"1h", "+1 h"}, {"24h", "+24 h"}},
		Ways:  ways(), Faults: faultList(), Armed: armedList(h.Phone.Armed()),
	}
	if d := h.Phone.Offset(); d >= time.Second {
		v.Ahead = long(d)
	}
	for i, n := range shown {
		d, err := h.device(ctx, shown, i)
		if err == nil && i == 0 {
			v.Behind, err = h.behind(ctx, n)
		}
		if err != nil {
			v.Trouble, v.Status = err.Error(), http.StatusServiceUnavailable
		}
		v.Handsets = append(v.Handsets, d)
	}
	return v
}

// device gathers one handset.
func (h *handlers) device(ctx context.Context, shown []fsm.Phone, i int) (device, error) {
	n := shown[i]
	others := slices.Delete(slices.Clone(shown), i, i+1)
	d := device{Number: n, ID: "handset-" + string('1'+rune(i)), Sender: h.sender(), First: i == 0,
		Focus: "/phone?" + address(append([]fsm.Phone{n}, others...))}
	if len(others) > 0 {
		d.Close = "/phone?" + address(others)
	}
	state, err := h.state(ctx, n)
	if err != nil {
		return d, err
	}
	d.State = state
	list, err := h.conversation(ctx, n, true, maxShown)
	d.Messages = h.bubbles(ctx, list)
	d.Cut = len(list) == maxShown
	return d, err
}

// links offers the handsets that were used.
func (h *handlers) links(shown []fsm.Phone) []link {
	numbers := slices.Clone(shown)
	for _, n := range h.Phone.Numbers(maxNumbers) {
		if !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	slices.SortFunc(numbers, func(a, b fsm.Phone) int { return cmp.Compare(a, b) })
	var list []link
	for _, n := range numbers {
		l := link{Number: n, Open: "/phone?" + address([]fsm.Phone{n}), Current: slices.Contains(shown, n)}
		if !l.Current && len(shown) < maxBeside {
			l.Beside = "/phone?" + address(append(slices.Clone(shown), n))
		}
		list = append(list, l)
	}
	return list
}
