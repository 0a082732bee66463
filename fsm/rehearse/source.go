package rehearse

import (
	"fmt"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

// source is what a shop posts in a form of its own. Whatever number it writes, it is about the person of the test: so
// a payload can be tried as it was recorded.
func (w *world) source(at format.Place, s script.Source) *Failure {
	w.say("source", s.Name+" posts")
	delivery, err := w.p.ReadPosted(s.Name, s.Posted, w.now)
	if err != nil {
		return &Failure{Place: at, Message: fmt.Sprintf("%s: the payload is refused: %v", s.Name, err)}
	}
	if len(delivery.Told) == 0 {
		w.say("", fmt.Sprintf("no mapping of %s fits", s.Name))
	}
	for _, t := range delivery.Told {
		if t.Event != nil && t.Phone == "" && t.Customer == "" && w.p.Events[t.Event.Type].Watchers {
			w.fact(*t.Event, "")
		} else if why := w.whom(&t); why != "" {
			w.say("", t.Mapping+" is passed over: "+why)
			continue
		} else {
			w.told(&t)
		}
		w.seen[mappingKey(s.Name, t.Mapping)] = true
	}
	return nil
}

// whom tells why something that is told is about nobody, as the server would.
func (w *world) whom(t *fsm.Told) string {
	digits := len(strings.Map(onlyDigits, t.Phone))
	switch {
	case t.Phone == "" && t.Customer != "" && w.customers[t.Customer]:
		t.OptIn = nil
	case t.Phone == "":
		return "the payload has no phone"
	case digits < 7 || digits > 15:
		return fmt.Sprintf("%q is no phone number", t.Phone)
	case t.Country == "" && !strings.HasPrefix(t.Phone, "+"):
		return fmt.Sprintf("nobody knows of which country %q is; say the mapping's country, or the source's region", t.Phone)
	}
	return ""
}

func onlyDigits(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// told lets everything happen that a mapping tells.
func (w *world) told(t *fsm.Told) {
	if t.OptIn != nil {
		w.say("opts in", "by "+t.OptIn.Source)
		w.happens(*t.OptIn)
	}
	if t.OptOut != nil {
		w.say("opts out", "by "+t.OptOut.Source)
		w.happens(*t.OptOut)
	}
	if t.Event != nil {
		w.fact(*t.Event, t.Customer)
	}
}
