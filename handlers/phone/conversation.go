package phone

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	handset "github.com/parley-sms/parley/bot/phone"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

const (
	maxListed = 2000 // texts in a listing
	maxShown  = 200  // texts on the page
)

// message is one text as the handset's owner sees it.
type message struct {
	ID        string    `json:"id"`
	Direction string    `json:"direction"` // inbound: to the server; outbound: to the handset
	From      string    `json:"from"`
	To        string    `json:"to"`
	Body      string    `json:"body"`
	Status    string    `json:"status"`
	Code      string    `json:"code"`
	At        time.Time `json:"at"`
	Segments  int       `json:"segments"`
	Name      string    `json:"name"`    // what the program calls it
	Reached   bool      `json:"reached"` // the handset shows it

	seq     uint64
	detail  string
	meaning string
}

// The words for texts that the server does not know.
const (
	notPosted = "not_posted" // texted, but no webhook has come yet
	notKnown  = "not_known"  // reached the handset, but the server has no record of it
)

// state is a subscriber's state as it is told to the outside.
func (h *handlers) state(ctx context.Context, n fsm.Phone) (string, error) {
	rec, err := h.Store.Record(ctx, n)
	if errors.Is(err, store.ErrNotFound) {
		return fsm.Unknown, nil
	}
	return rec.State.Outward(), err
}

// conversation puts the server's messages and the carrier's ledger together, oldest first: what
// the handset shows, and with all also what did not get through, either way.
func (h *handlers) conversation(ctx context.Context, n fsm.Phone, all bool, limit int) ([]message, error) {
	stored, err := h.Store.Messages(ctx, n, 0, limit)
	if err != nil {
		return nil, err
	}
	books := openBooks(h.Phone.Handset(n))
	list := make([]message, 0, len(stored))
	for _, m := range stored {
		if row := books.match(m); all || row.Reached {
			list = append(list, row)
		}
	}
	since := time.Time{}
	if len(stored) == limit {
		since = stored[limit-1].At.Time()
	}
	list = append(list, books.rest(since, all)...)
	slices.SortStableFunc(list, func(a, b message) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.seq, b.seq))
	})
	return list[max(0, len(list)-limit):], nil
}

// books is a handset's part of the carrier's ledger, as far as it has not been matched.
type books struct {
	bySID map[string]handset.Text
	bySeq map[uint64]handset.Text // texts to the handset
}

func openBooks(texts []handset.Text) books {
	b := books{map[string]handset.Text{}, map[uint64]handset.Text{}}
	for _, t := range texts {
		b.bySID[t.SID] = t
		if t.Out {
			b.bySeq[t.Seq] = t
		}
	}
	return b
}

// match describes one of the server's messages and takes the carrier's entry for it off the books.
func (b books) match(m fsm.Message) message {
	t, known := b.bySID[m.SID]
	if bySeq, ok := b.bySeq[m.Seq]; !known && m.SID == "" && m.Out && ok && bySeq.Body == m.Body {
		t, known = bySeq, true // the server did not hear the carrier's id
	}
	if known {
		delete(b.bySID, t.SID)
	}
	row := message{
		ID: cmp.Or(m.SID, t.SID, "seq-"+strconv.FormatUint(m.Seq, 10)), Direction: "inbound", From: string(m.Phone), To: m.Sender,
		Body: m.Body, Status: m.Status, Code: m.Code, At: m.At.Time(), Segments: m.Segments, Name: m.Name,
		Reached: !m.Out || t.Reached, seq: m.Seq, detail: m.Detail, meaning: m.Meaning,
	}
	if m.Out {
		row.Direction, row.From, row.To = "outbound", row.To, row.From
	}
	return row
}

// rest describes what only the carrier knows, from a time on.
func (b books) rest(since time.Time, all bool) []message {
	var list []message
	for _, t := range b.bySID {
		row := message{
			ID: t.SID, Direction: "inbound", From: string(t.Phone), To: t.Sender, Body: t.Body, Status: notPosted,
			Code: t.Code, At: t.At, Segments: t.Segments, Name: t.Name, Reached: t.Out && t.Reached, seq: t.Seq,
		}
		if t.Out {
			row.Direction, row.From, row.To, row.Status = "outbound", row.To, row.From, notKnown
		}
		if !t.At.Before(since) && (all || row.Reached) {
			list = append(list, row)
		}
	}
	return list
}
