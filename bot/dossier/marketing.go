package dossier

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/plain"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// Released is a marketing text, and what let it go.
type Released struct {
	Text
	Class fsm.Class `json:"class"`
	Entry uint64    `json:"consent_entry"` // of the ledger that its consent rests on
	Hours Hours     `json:"quiet_hours"`
}

// Hours is what the rules of quiet hours say of a text at the moment of its release, asked anew with the
// program and the record of then.
type Hours struct {
	Asked  bool     `json:"asked"`  // false: the program of then cannot be read any more
	Answer bool     `json:"answer"` // it answers the person, so that hours do not bind it
	Open   bool     `json:"open"`   // it may go
	Until  Time     `json:"until"`  // when that would have ended
	Zones  []string `json:"zones"`  // in all of which it must be
	Places []string `json:"places"` // by the rules of which it must be
	Said   string   `json:"said"`
}

// Page is a part of the marketing texts, oldest first.
type Page struct {
	Texts []Released `json:"texts"`
	Next  uint64     `json:"next,omitempty"` // the after of the next page; zero: there is none
}

// pageTexts is how many texts a page has.
const pageTexts = 500

// errFull ends a replay when a page is full.
var errFull = errors.New("the page is full")

// Marketing reads the marketing texts that were released to a phone behind a change of its record. It
// folds the journal from its begin, so that each text is told with the record of its moment.
func (m *Maker) Marketing(ctx context.Context, phone fsm.Phone, after uint64) (Page, error) {
	p := &paging{Maker: m, phone: phone, after: after, programs: map[string]*fsm.Program{}}
	var err error
	if p.live, err = m.program(ctx, ""); err != nil {
		return Page{}, err
	}
	err = m.Store.Replay(ctx, phone, 0, 0, func(e fsm.Entry) error { return p.entry(ctx, e) })
	if err != nil && !errors.Is(err, errFull) {
		return Page{}, fmt.Errorf("read the journal: %w", err)
	}
	return p.page, nil
}

// paging makes one page.
type paging struct {
	*Maker
	phone    fsm.Phone
	after    uint64
	fold     codec.Fold
	live     *fsm.Program
	programs map[string]*fsm.Program // by revision; nil: it cannot be read any more
	page     Page
}

// entry takes one more change, and tells the marketing texts that it released.
func (p *paging) entry(ctx context.Context, e fsm.Entry) error {
	if len(p.page.Texts) >= pageTexts {
		p.page.Next = e.Version - 1
		return errFull
	}
	if err := p.fold.Add(e.Changes); err != nil || e.Version <= p.after {
		return err
	}
	for _, l := range e.Lines {
		if l.Seq == 0 || l.Run == 0 || !releases(l.Event) {
			continue
		}
		if err := p.text(ctx, e, l.Seq); err != nil {
			return err
		}
	}
	return nil
}

// releases tells whether a line of the journal says that a text went out.
func releases(event string) bool {
	verb, _, _ := strings.Cut(event, ":")
	return verb == "send" || verb == "ask" || verb == "reply"
}

func (p *paging) text(ctx context.Context, e fsm.Entry, seq uint64) error {
	list, err := p.Store.Messages(ctx, p.phone, seq+1, 1)
	if err != nil {
		return fmt.Errorf("read text /%d: %w", seq, err)
	}
	if len(list) == 0 || list[0].Seq != seq || !marketing(&list[0]) || list[0].At != e.At {
		return nil
	}
	data, err := p.fold.Record()
	if err != nil {
		return err
	}
	rec, err := codec.Decode[fsm.Record](data)
	if err != nil {
		return fmt.Errorf("read what the journal folds to: %w", err)
	}
	program, err := p.then(ctx, list[0].Revision)
	if err != nil {
		return err
	}
	zone := explain.ZoneOf(p.live, &rec)
	p.page.Texts = append(p.page.Texts, Released{
		Text: textOf(&list[0], zone), Class: list[0].Class, Entry: rec.Marketing.Entry, Hours: hours(program, &rec, &list[0], zone),
	})
	return nil
}

// then is the program of a revision, read once.
func (p *paging) then(ctx context.Context, revision string) (*fsm.Program, error) {
	if program, known := p.programs[revision]; known {
		return program, nil
	}
	program, err := p.program(ctx, revision)
	p.programs[revision] = program
	return program, err
}

// program reads a program; nil where it cannot be read any more.
func (m *Maker) program(ctx context.Context, revision string) (*fsm.Program, error) {
	program, err := m.Programs.Program(ctx, revision)
	if errors.Is(err, deploy.ErrNoProgram) || revision == "" && errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return program, err
}

// marketing tells whether a text needs consent to marketing.
func marketing(m *fsm.Message) bool {
	return m.Out && m.Run > 0 && m.Class.Purpose() == fsm.ForMarketing
}

// hours asks the rules of quiet hours about a text that was released.
func hours(p *fsm.Program, rec *fsm.Record, m *fsm.Message, zone *time.Location) Hours {
	h := Hours{Zones: rec.Zones, Places: append([]string{}, rec.Regions...), Answer: m.Direct}
	if rec.Region != "" {
		h.Places = append(h.Places, rec.Region)
	}
	if p == nil {
		h.Said = "the program of then cannot be read any more, so that the hours cannot be asked again; the guard of quiet hours was asked when the text was released"
		return h
	}
	v := p.QuietHours(rec, m.Class, m.At)
	h.Asked, h.Open = true, fsm.At(v.At) <= m.At
	switch {
	case h.Open:
		h.Until = timeOf(fsm.At(v.Until), zone)
		h.Said = "within the hours, which lasted until " + h.Until.Local
	case h.Answer:
		h.Said = "it answered the person, whom hours do not keep from being answered (they were to open " + plain.Clock(fsm.At(v.At), zone) + ")"
	default:
		h.Said = "NOT within the hours as this build reads them: " + v.Why.String()
	}
	return h
}
