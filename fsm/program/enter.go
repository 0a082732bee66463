package program

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// everyone is the segment of all people.
const everyone = "everyone"

// trigger is a key of enter that says what starts a workflow, and the keys that may stand beside it
// apart from if and limit.
type trigger struct {
	key    string
	beside []string
	read   func(o format.Object, e *fsm.Enter)
}

var triggers = []trigger{
	{"on", []string{"key", "after", "unless"}, enterOn},
	{"date", []string{"before", "after", "yearly", "at"}, enterDate},
	{"every", []string{"segment"}, enterEvery},
	{"at", []string{"segment"}, enterAt},
}

// enter reads what starts a workflow.
func enter(o format.Object) fsm.Enter {
	limit := format.Parsed(o.Get("limit"), format.ParseRate)
	e := fsm.Enter{If: o.Text("if"), Limit: limit.N, Per: limit.Per}
	t := triggerOf(o)
	for _, key := range enterShape.Names() {
		known := key == "if" || key == "limit" || key == t.key || slices.Contains(t.beside, key)
		switch {
		case known || !o.Has(key):
		case t.key == "":
			o.Get(key).Fail("%s says more about what starts a workflow, which is missing; add on, date or every", key)
		default:
			o.Get(key).Fail("%s does not go with %s; beside %s there may be %s, if, limit",
				key, t.key, t.key, strings.Join(t.beside, ", "))
		}
	}
	if t.read != nil {
		t.read(o, &e)
	}
	return e
}

// triggerOf finds what starts a workflow; none where only keywords and other workflows do.
func triggerOf(o format.Object) trigger {
	for _, t := range triggers {
		if o.Has(t.key) {
			return t
		}
	}
	return trigger{}
}

func enterOn(o format.Object, e *fsm.Enter) {
	e.On, e.Key, e.Unless = o.Get("on").Texts(), o.Text("key"), o.Get("unless").Texts()
	v := o.Get("after")
	span, reorder := strings.CutSuffix(v.Text(), "reorder")
	if !reorder {
		e.Delay = o.Span("after")
		return
	}
	e.Reorder = true
	if span != "" {
		e.Delay = format.Parsed(v, func(string) (time.Duration, error) { return parseAround(strings.TrimSpace(span)) })
	}
	if e.Key == "" {
		v.Fail("needs key: the field of the event that names the product")
	}
}

func enterDate(o format.Object, e *fsm.Enter) {
	e.Date, e.Before, e.Yearly = o.Text("date"), daysOf(o.Get("before")), o.Flag("yearly")
	if o.Has("after") {
		e.Before = -daysOf(o.Get("after"))
	}
	if o.Has("after") && o.Has("before") {
		o.Get("after").Fail("a workflow starts either before the date or after it; leave one of them out")
	}
	e.Clock = format.Parsed(o.Get("at"), parseClock)
}

func enterEvery(o format.Object, e *fsm.Enter) {
	e.Segment = segmentOf(o)
	e.Every, e.Clock = parsedEvery(o.Get("every"))
}

func enterAt(o format.Object, e *fsm.Enter) {
	e.Segment, e.Once = segmentOf(o), format.Parsed(o.Get("at"), parseMoment)
}

func segmentOf(o format.Object) string {
	s := o.Text("segment")
	if s == everyone {
		return ""
	}
	return s
}

var monthDayForm = regexp.MustCompile(`^(\d{1,2})(st|nd|rd|th)$`)

// parsedEvery reads "Mon-Fri 10:00", "day 10:00" or "1st 10:00".
func parsedEvery(v format.Value) (*fsm.Every, fsm.Clock) {
	var c fsm.Clock
	every := format.Parsed(v, func(s string) (fsm.Every, error) {
		on, at, _ := strings.Cut(s, " ")
		e, err := parseEvery(on)
		if err == nil {
			c, err = parseClock(at)
		}
		return e, err
	})
	return &every, c
}

func parseEvery(on string) (fsm.Every, error) {
	if m := monthDayForm.FindStringSubmatch(on); m != nil {
		n, _ := strconv.Atoi(m[1])
		if n < 1 || n > 28 || on != ordinal(n) {
			return fsm.Every{}, fmt.Errorf("%q is no day of every month; write it from 1st, 2nd, 3rd to 28th", on)
		}
		return fsm.Every{MonthDay: n}, nil
	}
	if on == "day" {
		on = ""
	}
	days, err := format.ParseWeekdays(on)
	return fsm.Every{Days: days}, err
}
