package outline

import (
	"fmt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/law"
)

// support says how soon the staff answers, and whom a text hands over to it.
func (f *facts) support(s *fsm.Support) {
	var days []string
	for _, h := range s.Holidays {
		days = append(days, fmt.Sprint(law.HolidayText(h)))
	}
	f.add("support.holidays", words(days))
	f.add("support.first_response", fsm.Span(s.FirstResponse))
	f.add("support.next_response", fsm.Span(s.NextResponse))
	f.add("support.reassign_after", fsm.Span(s.ReassignAfter))
	f.add("support.handoff_after", number(float64(s.HandoffAfter)))
	for _, name := range sorted(s.HandoffWhen) {
		rule := s.HandoffWhen[name]
		f.add("support.handoff_when."+name, fields(optional("words ", words(rule.Words)), optional("if ", rule.If)))
	}
}
