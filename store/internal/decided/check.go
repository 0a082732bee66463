package decided

import (
	"fmt"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/internal/sums"
)

// check refuses a decision that does not follow from the stored record.
func check(old *fsm.Record, d *fsm.Decision) error {
	if d.Next.Phone != old.Phone {
		return fmt.Errorf("its next record is of another phone, %s", d.Next.Phone.Redacted())
	}
	if d.Next.Version != old.Version+1 {
		return fmt.Errorf("its next record has version %d, it must be %d", d.Next.Version, old.Version+1)
	}
	if d.Erased != nil && (old.Version == 0 || d.Erased.Pseudonym == "" || len(d.Erased.Pseudonym) > MaxPhone || strings.ContainsRune(d.Erased.Pseudonym, 0)) {
		return fmt.Errorf("it erases somebody unknown, or under a pseudonym of %d bytes; it must have 1 to %d", len(d.Erased.Pseudonym), MaxPhone)
	}
	if err := checkMessages(old.Phone, d.Messages); err != nil {
		return err
	}
	if err := checkLedger(old, d); err != nil {
		return err
	}
	if err := checkLinks(old.Phone, d.Links); err != nil {
		return err
	}
	if err := checkRuns(&d.Next); err != nil {
		return err
	}
	if head, ok := d.Next.Head(); ok && len(head.Sender) > MaxSender {
		return fmt.Errorf("the sender of its next text has %d bytes, at most %d", len(head.Sender), MaxSender)
	}
	for name := range d.Counters {
		if name == "" || len(name) > MaxCounter {
			return fmt.Errorf("counter %.40q: a name must have 1 to %d bytes", name, MaxCounter)
		}
	}
	return sums.Check(d.Measures)
}

func checkMessages(phone fsm.Phone, messages []fsm.Message) error {
	for i := range messages {
		m := &messages[i]
		if m.Phone != phone {
			return fmt.Errorf("message %d is of another phone, %s", m.Seq, m.Phone.Redacted())
		}
		if m.Seq == 0 {
			return fmt.Errorf("message %d of %d has no number", i+1, len(messages))
		}
	}
	return nil
}

func checkLinks(phone fsm.Phone, links []fsm.Link) error {
	for i := range links {
		l := &links[i]
		if l.Phone != phone {
			return fmt.Errorf("link %d of %d is of another phone, %s", i+1, len(links), l.Phone.Redacted())
		}
		if l.Code == "" || len(l.Code) > MaxCode {
			return fmt.Errorf("link %d of %d has a code of %d bytes, it must have 1 to %d", i+1, len(links), len(l.Code), MaxCode)
		}
	}
	return nil
}

// checkRuns refuses names that are too long for the keys of counts and watchers.
func checkRuns(r *fsm.Record) error {
	for _, s := range r.Stands() {
		if n := max(len(s.Workflow), len(s.Step), len(s.Phase)); n > MaxPart {
			return fmt.Errorf("a run of %.40q has a name of %d bytes, at most %d", s.Workflow, n, MaxPart)
		}
	}
	for _, w := range r.Watches() {
		if n := max(len(w.Event), len(w.Key)); n > MaxPart {
			return fmt.Errorf("a run awaits %.40q, a name or key of %d bytes, at most %d", w.Event, n, MaxPart)
		}
	}
	return nil
}

// checkLedger sees to it that the ledger's numbers go on without a gap, and that the record knows
// its last one.
func checkLedger(old *fsm.Record, d *fsm.Decision) error {
	last := old.Ledger
	for i := range d.Ledger {
		e := &d.Ledger[i]
		if e.Phone != old.Phone {
			return fmt.Errorf("ledger entry %d is of another phone, %s", e.Number, e.Phone.Redacted())
		}
		if last++; e.Number != last {
			return fmt.Errorf("ledger entry %d must have number %d", e.Number, last)
		}
	}
	if d.Next.Ledger != last {
		return fmt.Errorf("its next record counts %d ledger entries, there are %d", d.Next.Ledger, last)
	}
	return nil
}
