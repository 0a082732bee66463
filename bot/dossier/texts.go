package dossier

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// readTexts is how many texts are read at once.
const readTexts = 500

// texts goes through all texts, oldest first: it keeps those that carried consent or told of it, and
// looks what was released after each opt-out.
func (m *Maker) texts(ctx context.Context, d *Dossier, last uint64, zone *time.Location) error {
	l := looking{d, proofs(d.present()), map[uint64]bool{}, zone}
	for done := uint64(0); done < last; done += readTexts {
		list, err := m.Store.Messages(ctx, d.Phone, done+readTexts+1, readTexts)
		if err != nil {
			return fmt.Errorf("read the texts: %w", err)
		}
		for i := range slices.Backward(list) {
			if list[i].Seq > done {
				l.at(&list[i])
			}
		}
	}
	return nil
}

// proofs are the carrier's ids of the texts that facts of the ledger name.
func proofs(present *Life) map[string]bool {
	ids := map[string]bool{}
	if present != nil {
		for i := range present.Facts {
			if id := present.Facts[i].Evidence["sid"]; id != "" {
				ids[id] = true
			}
		}
	}
	return ids
}

// looking goes through texts.
type looking struct {
	*Dossier
	proofs  map[string]bool
	carried map[uint64]bool // texts of the person that carried consent
	zone    *time.Location
}

// tells are the names of the texts by which consent is asked for, acknowledged or ended.
func tells() []string {
	return []string{fsm.TextConfirm, fsm.TextAsked, fsm.TextWelcome, fsm.TextAlready, fsm.TextStopped, fsm.TextRestarted, fsm.TextHeld, fsm.TextBlocked}
}

func (l *looking) at(m *fsm.Message) {
	carries := !m.Out && l.proofs[m.SID] || m.Out && m.Run == 0 && (l.carried[m.Answers] || slices.Contains(tells(), m.Name))
	switch {
	case carries && len(l.Texts) == MaxTexts:
		l.LeftOut++
	case carries:
		l.Texts = append(l.Texts, textOf(m, l.zone))
		l.carried[m.Seq] = !m.Out
	case marketing(m):
		l.Marketing++
	case m.Out && m.Name == "carried":
		l.Carried++
	}
	if m.Out && m.Run > 0 {
		for i := range l.OptOuts {
			l.OptOuts[i].look(m, l.zone)
		}
	}
}
