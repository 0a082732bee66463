package dossier

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/bot/ledger"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/plain"
	"github.com/parley-sms/parley/store"
)

// ErrUnknown says that nothing is known of somebody, and never was.
var ErrUnknown = errors.New("never seen here")

// Maker makes dossiers.
type Maker struct {
	Store    store.Store
	Programs explain.Programs
	Now      func() time.Time
	Build    string // which build this is
	Data     string // the data's folder, for people
}

// pseudonyms are what fsm.Pseudonym gives.
var pseudonyms = regexp.MustCompile(`^[0-9a-f]{32}$`)

// Make makes the dossier of a person, by his phone (E.164) or by the pseudonym that he was erased under.
// It fails with ErrUnknown where there is nothing.
func (m *Maker) Make(ctx context.Context, who string) (*Dossier, error) {
	d := &Dossier{Format: Format, Phone: fsm.Phone(who), Build: m.Build, Data: m.Data,
		Standing: []Standing{}, Lives: []Life{}, Texts: []Text{}, OptOuts: []OptOut{}, Spans: []Span{}, Anchors: []ledger.Anchor{}, Faults: []string{}}
	if pseudonyms.MatchString(who) {
		d.Phone, d.Pseudonym = "", who
	} else {
		secret, err := bot.Secret(ctx, m.Store)
		if err != nil {
			return nil, err
		}
		d.Pseudonym = fsm.Pseudonym(secret, d.Phone)
	}
	record, err := m.record(ctx, d.Phone)
	if err != nil {
		return nil, err
	}
	program, err := m.program(ctx, "")
	if err != nil {
		return nil, err
	}
	if program != nil {
		d.Brand, d.Contact = program.Brand, program.Contact
	}
	zone := explain.ZoneOf(program, &record)
	d.MadeAt, d.Zone, d.Zones = timeOf(fsm.At(m.Now()), zone), zone.String(), append([]string{}, record.Zones...)
	if err := m.ledger(ctx, d, zone); err != nil {
		return nil, err
	}
	if len(d.Lives) == 0 {
		return nil, fmt.Errorf("%.40q was %w; a number is written in full, such as +12125550123", who, ErrUnknown)
	}
	if present := d.present(); present != nil {
		d.Standing = standings(present)
	}
	d.optOuts()
	d.spans()
	err = m.texts(ctx, d, record.Seq, zone)
	d.LeftOut += max(d.Marketing-MaxTexts, 0)
	return d, err
}

// record reads a record; one of nobody is empty.
func (m *Maker) record(ctx context.Context, phone fsm.Phone) (fsm.Record, error) {
	record, err := m.Store.Record(ctx, phone)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return record, fmt.Errorf("read the record: %w", err)
	}
	return record, nil
}

// ledger fills in the ledger with its proof.
func (m *Maker) ledger(ctx context.Context, d *Dossier, zone *time.Location) error {
	proof, err := ledger.Prove(ctx, m.Store, d.Pseudonym, d.Phone)
	if err != nil {
		return err
	}
	for _, chain := range proof.Chains {
		life := Life{Erased: chain.Erased != "", Facts: []Fact{}}
		for i := range chain.Entries {
			life.Facts = append(life.Facts, factOf(&chain.Entries[i], proof, zone))
		}
		d.Lives = append(d.Lives, life)
	}
	d.Anchors = append(d.Anchors, proof.Anchors...)
	for _, f := range proof.Faults {
		d.Faults = append(d.Faults, f.String())
	}
	return nil
}

// present is the life that is not erased; nil: there is none.
func (d *Dossier) present() *Life {
	if last := len(d.Lives) - 1; last >= 0 && !d.Lives[last].Erased {
		return &d.Lives[last]
	}
	return nil
}

func factOf(e *fsm.LedgerEntry, proof *ledger.Proof, zone *time.Location) Fact {
	f := Fact{Number: e.Number, At: timeOf(e.At, zone), Recorded: timeOf(e.Recorded, zone), Fact: e.Fact, Purpose: e.Purpose, Effect: e.Effect,
		Source: e.Source, By: e.By, Evidence: e.Evidence, Salt: hex.EncodeToString(e.Salt), Prev: hex.EncodeToString(e.Prev),
		Hash: hex.EncodeToString(e.Hash), Log: e.Log, Digests: map[string]string{}}
	for _, name := range slices.Sorted(maps.Keys(e.Digests)) {
		f.Digests[name] = hex.EncodeToString(e.Digests[name])
	}
	if f.Hash != "" {
		f.Sealed = string(e.Sealed())
	}
	if place, there := proof.Places[e.Log]; there && e.Log > 0 {
		f.Place = &place
	}
	return f
}

func timeOf(m fsm.Moment, zone *time.Location) Time {
	if m == 0 {
		return Time{}
	}
	return Time{m, plain.Clock(m, zone)}
}

func textOf(m *fsm.Message, zone *time.Location) Text {
	return Text{ID: fmt.Sprintf("%s/%d", m.Phone, m.Seq), Number: m.Seq, Out: m.Out, At: timeOf(m.At, zone), Ours: m.Sender, Body: m.Body, SID: m.SID,
		Status: cmp.Or(m.Status, "received"), Settled: timeOf(m.SettledAt, zone), Name: m.Name, Answers: m.Answers, Meaning: m.Meaning, Revision: m.Revision}
}
