package rehearse

import (
	"fmt"
	"strings"

	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

// receives compares the texts that came with those that should have.
func (w *world) receives(at format.Place, d script.Receives) *Failure {
	if len(d.Texts) == 0 {
		return w.unread(at)
	}
	for _, want := range d.Texts {
		if len(w.inbox) == 0 {
			return &Failure{Place: want.Place, Message: "no text came", Expected: want.Text, Got: "nothing", compared: true}
		}
		got := w.inbox[0]
		w.inbox = w.inbox[1:]
		if f := w.same(want, got); f != nil {
			return f
		}
	}
	return nil
}

func (w *world) same(want script.Received, got text) *Failure {
	f := &Failure{Place: want.Place, Message: "another text came", Expected: want.Text, Got: got.shown, compared: true}
	if ok, _ := matches(want.Text, got.shown); !ok {
		return f
	}
	if want.Segments > 0 && want.Segments != got.Segments {
		f.Message, f.Expected, f.Got = "the text is not of that length", fmt.Sprintf("%d segments", want.Segments),
			fmt.Sprintf("%d segments of %s", got.Segments, got.Encoding)
		return f
	}
	if came := w.local(got.At); want.At != nil && !shows(came.Format(clockForm), *want.At) {
		f.Message, f.Expected, f.Got = "the text came at another time", whenText(*want.At), came.Format(clockForm)
		return f
	}
	return nil
}

// shows tells whether a time written in clockForm is one that was meant.
func shows(at string, when script.When) bool {
	return strings.HasSuffix(at, fmt.Sprintf(" %02d:%02d", when.Minute/60, when.Minute%60)) &&
		strings.Contains(at, when.Date) && (when.Weekday < 0 || strings.HasPrefix(at, weekdays[when.Weekday*3:when.Weekday*3+3]))
}

const weekdays = "SunMonTueWedThuFriSat"

func whenText(when script.When) string {
	day := when.Date
	if when.Weekday >= 0 {
		day = weekdays[when.Weekday*3 : when.Weekday*3+3]
	}
	return strings.TrimSpace(fmt.Sprintf("%s %02d:%02d", day, when.Minute/60, when.Minute%60))
}

// unread tells of a text that came and that the test does not expect.
func (w *world) unread(at format.Place) *Failure {
	if len(w.inbox) == 0 {
		return nil
	}
	return &Failure{Place: at, Message: "a text came that no line receives", Expected: "nothing", Got: w.inbox[0].shown, compared: true}
}
