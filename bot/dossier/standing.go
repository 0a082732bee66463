package dossier

import "github.com/parley-sms/parley/fsm"

// standings tells where consent stands, from the ledger alone.
func standings(l *Life) []Standing {
	return []Standing{standing(l, fsm.ForMarketing), standing(l, fsm.ForService)}
}

// standing is what the latest fact that counts says of a purpose.
func standing(l *Life, p fsm.Purpose) Standing {
	s := Standing{Purpose: p, Said: "no consent was ever given, and no marketing text may go"}
	if p == fsm.ForService {
		s = Standing{Purpose: p, Given: true, Said: "texts about what the person ordered or asked for need no consent, and were not refused"}
	}
	stopped := false
	for i := range l.Facts {
		f := &l.Facts[i]
		switch {
		case f.Fact == fsm.Withdrawn && f.Counts() && f.Purpose == "":
			stopped = stopped || s.Given // what was withdrawn alone stays so when the person comes back
			s.say(f, false, "withdrawn: no such text may go")
		case stopped && s.Purpose == fsm.ForService && renews(f, ""):
			stopped = false
			s.say(f, true, "such texts may go again, since the person came back")
		default:
			s.take(f)
		}
	}
	return s
}

// take goes on by one fact about the purpose.
func (s *Standing) take(f *Fact) {
	switch {
	case f.Purpose != s.Purpose:
	case f.Effect == fsm.BehindBlock && f.Fact == fsm.WasGiven:
		s.say(f, false, "consent was given while a carrier blocks our texts: none may go until the person texts START to the blocked sender")
	case !f.Counts():
	case f.Fact == fsm.WasGiven || f.Fact == fsm.Restored:
		s.say(f, true, "given: such texts may go")
	case f.Fact == fsm.Requested && !s.Given:
		s.say(f, false, "asked for by the person, and not confirmed yet: no such text may go")
	case f.Fact == fsm.Withdrawn:
		s.say(f, false, "withdrawn: no such text may go")
	}
}

func (s *Standing) say(f *Fact, given bool, words string) {
	*s = Standing{Purpose: s.Purpose, Given: given, Since: f.At, Entry: f.Number, Said: words}
}
