package explain

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/plain"
	"github.com/parley-sms/parley/store/codec"
)

// message tells of one text, and of the changes that it had a part in.
func (a *answering) message(ctx context.Context) error {
	m, err := a.rows.find(ctx, a.q.Message)
	if err != nil {
		return err
	}
	if m.At > a.at {
		return fmt.Errorf("%w: text /%d came later than %s", ErrNoText, m.Seq, a.at)
	}
	t := &Text{ID: fmt.Sprintf("%s/%d", a.q.Phone, m.Seq), Number: m.Seq, Direction: "inbound", At: m.At, Local: a.clock(m.At), Body: m.Body,
		Status: m.Status, Name: known(m.Name), SID: known(m.SID), Because: []string{}, Passed: []string{}, Became: []string{}}
	if m.Out {
		t.Direction = "outbound"
	}
	a.report.Message = t
	seen, err := a.seek(ctx, m)
	if err != nil {
		return err
	}
	for _, e := range seen.about {
		told, err := a.told(ctx, e)
		if err != nil {
			return err
		}
		a.report.Story = append(a.report.Story, told)
	}
	if seen.birth.Version == 0 {
		t.Because = append(t.Because, "the journal does not tell of it")
		return nil
	}
	if t.Again, err = seen.again(ctx, a); err != nil {
		return err
	}
	if m.Out {
		return a.released(ctx, t, m, seen)
	}
	t.Because = append(t.Because, "it was taken for: "+meaning(m.Meaning))
	t.Became = append(t.Became, ledTo(seen.birth.Lines)...)
	return nil
}

// sought is what the journal has of one text.
type sought struct {
	birth  fsm.Entry   // that took it in, or released it
	before fsm.Record  // the record then
	after  []byte      // the record after it, as it is stored,
	then   fsm.Record  // and as it was when the text went
	about  []fsm.Entry // all that it had a part in
}

// seek folds the journal up to the change that a text came with, and gathers what it had a part in.
func (a *answering) seek(ctx context.Context, m fsm.Message) (sought, error) {
	var s sought
	var fold codec.Fold
	err := a.Store.Replay(ctx, a.q.Phone, 0, a.rec.Version, func(e fsm.Entry) error {
		concerns, err := a.concerns(ctx, e, m)
		if err != nil {
			return err
		}
		if concerns || waits(e, m) && s.birth.Version == 0 {
			s.about = append(s.about, e)
		}
		if s.birth.Version > 0 {
			return nil
		}
		if concerns {
			if s.before, err = unfold(&fold); err != nil {
				return err
			}
			s.birth = e
		}
		if err := fold.Add(e.Changes); err != nil {
			return err
		}
		if s.birth.Version == 0 {
			return nil
		}
		if s.after, err = fold.Record(); err == nil {
			s.then, err = unfold(&fold)
		}
		return err
	})
	if err != nil {
		return s, fmt.Errorf("look for text /%d in the journal: %w", m.Seq, err)
	}
	return s, nil
}

// concerns tells whether an entry is about a text.
func (a *answering) concerns(ctx context.Context, e fsm.Entry, m fsm.Message) (bool, error) {
	if e.At < m.At {
		return false, nil
	}
	if slices.ContainsFunc(e.Lines, func(l fsm.Line) bool { return l.Seq == m.Seq }) {
		return true, nil
	}
	ev, about, err := a.rows.event(ctx, e)
	if err != nil && !unreadable(err) {
		return false, err
	}
	switch ev.(type) {
	case fsm.Inbound, fsm.Settled, fsm.Status, fsm.Clicked:
		return about.Seq == m.Seq, nil
	}
	return m.SID != "" && strings.HasSuffix(e.Cause, " "+m.SID), nil
}

// waits tells whether an entry told a step's text to wait before it went.
func waits(e fsm.Entry, m fsm.Message) bool {
	return m.Run > 0 && slices.ContainsFunc(e.Lines, func(l fsm.Line) bool {
		return l.Run == m.Run && l.Verdict != nil && l.Event == "wait:"+m.Name
	})
}

// again decides the change of a text once more.
func (s *sought) again(ctx context.Context, a *answering) (*Again, error) {
	j := a.newJudge(a.rows, a.in.Secret)
	again, err := j.again(ctx, s.birth, s.before, s.after)
	return &again, err
}

// ledTo tells what a text led to at once.
func ledTo(lines []fsm.Line) []string {
	list := make([]string, len(lines))
	for i, l := range lines {
		list[i] = plain.Line(l)
	}
	return list
}

// released tells of a text of ours why it went, and what became of it.
func (a *answering) released(ctx context.Context, t *Text, m fsm.Message, s sought) error {
	because, err := a.because(ctx, m, s)
	if err != nil {
		return err
	}
	t.Because, t.Passed = because, []string{}
	for _, guard := range fsm.Guards(&m) {
		t.Passed = append(t.Passed, plain.Guard(guard))
	}
	for _, e := range s.about {
		if e.Version <= s.birth.Version {
			continue
		}
		ev, _, err := a.rows.event(ctx, e)
		switch {
		case unreadable(err):
			t.Became = append(t.Became, a.clock(e.At)+": "+e.Cause)
		case err != nil:
			return err
		default:
			t.Became = append(t.Became, a.clock(e.At)+": "+plain.Event(ev))
		}
	}
	if len(t.Became) == 0 {
		t.Became = append(t.Became, "nothing is known yet of what became of it")
	}
	return nil
}

// because tells what a text was part of, what it rested on, and what it had waited for.
func (a *answering) because(ctx context.Context, m fsm.Message, s sought) ([]string, error) {
	var list []string
	if m.Run > 0 {
		list = append(list, a.step(ctx, m, s.then))
	} else {
		list = append(list, "it is the answer "+m.Name)
	}
	if m.Answers > 0 {
		list = append(list, fmt.Sprintf("it answers text /%d", m.Answers))
	}
	if m.Direct {
		list = append(list, "it is part of a conversation that they are having, so it goes at any hour and past caps")
	}
	rests, err := a.consent(ctx, m, s.then)
	if err != nil {
		return nil, err
	}
	list = append(list, rests)
	for _, e := range s.about {
		for _, l := range e.Lines {
			if l.Verdict != nil && l.Event == "wait:"+m.Name && e.Version < s.birth.Version {
				list = append(list, a.clock(e.At)+": it had to wait: "+a.why(l))
			}
		}
	}
	return list, nil
}

// step names the workflow's step and the program's revision that a text comes from.
func (a *answering) step(ctx context.Context, m fsm.Message, then fsm.Record) string {
	said := fmt.Sprintf("it is the step %s of a %s workflow", m.Name, m.Class)
	for _, run := range then.Runs {
		if run.ID == m.Run {
			said += ", entered " + a.clock(run.EnteredAt)
			if run.Key != "" {
				said += " for " + run.Key
			}
		}
	}
	return said + ", by the program of " + a.Programs.Named(ctx, m.Revision)
}

// consent tells which entry of the ledger a text rested on.
func (a *answering) consent(ctx context.Context, m fsm.Message, then fsm.Record) (string, error) {
	c := then.Marketing
	switch {
	case m.Run == 0:
		return "it needs no consent: it answers them, or tells what became of their wish", nil
	case m.Class.Purpose() == fsm.ForService:
		return "service texts need no consent to marketing; they had not been withdrawn", nil
	}
	facts, err := a.Store.Consent(ctx, a.q.Phone)
	if err != nil {
		return "", errors.Join(errors.New("read the consent ledger"), err)
	}
	for _, f := range facts {
		if f.Number == c.Entry {
			return fmt.Sprintf("it rests on entry %d of the consent ledger: %s for %s, by %s, %s", f.Number, f.Fact, f.Purpose, f.Source, a.clock(f.At)), nil
		}
	}
	return fmt.Sprintf("it rests on consent by %s, %s (entry %d of the ledger, which is not there)", c.Source, a.clock(c.At), c.Entry), nil
}
