package explain

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// maxRows bounds how many texts are kept in memory.
const maxRows = 4096

// rows reads the texts of a person, each once.
type rows struct {
	store store.Store
	phone fsm.Phone
	known map[uint64]fsm.Message
}

func newRows(s store.Store, phone fsm.Phone) *rows {
	return &rows{store: s, phone: phone, known: map[uint64]fsm.Message{}}
}

// row reads a text by its number, or store.ErrNotFound.
func (r *rows) row(ctx context.Context, seq uint64) (fsm.Message, error) {
	if m, ok := r.known[seq]; ok {
		return m, nil
	}
	list, err := r.store.Messages(ctx, r.phone, seq+1, 1)
	if err != nil {
		return fsm.Message{}, fmt.Errorf("read text /%d: %w", seq, err)
	}
	if len(list) == 0 || list[0].Seq != seq {
		return fsm.Message{}, fmt.Errorf("text /%d: %w", seq, store.ErrNotFound)
	}
	if len(r.known) >= maxRows {
		clear(r.known)
	}
	r.known[seq] = list[0]
	return list[0], nil
}

// find looks for a text by its id, as it is written anywhere: the person's number and its own, its own
// alone, or the carrier's.
func (r *rows) find(ctx context.Context, id string) (fsm.Message, error) {
	phone, number, both := strings.Cut(strings.TrimSpace(id), "/")
	if !both {
		phone, number = string(r.phone), phone
	}
	if both && phone != "" && phone != string(r.phone) {
		return fsm.Message{}, fmt.Errorf("%w: %.60q is a text of another person than %s", ErrNoText, id, r.phone)
	}
	seq, err := strconv.ParseUint(number, 10, 64)
	if err == nil && seq > 0 && seq+1 != 0 {
		m, err := r.row(ctx, seq)
		if err != nil {
			return m, r.missing(err, id)
		}
		return m, nil
	}
	if both || number == "" {
		return fsm.Message{}, fmt.Errorf("%w: %.60q is no id of a text; write %s/17, 17 or the carrier's id", ErrNoText, id, r.phone)
	}
	return r.bySID(ctx, number)
}

// bySID looks for the carrier's id, from the newest text back.
func (r *rows) bySID(ctx context.Context, sid string) (fsm.Message, error) {
	const page = 500
	for before := uint64(0); ; {
		list, err := r.store.Messages(ctx, r.phone, before, page)
		if err != nil {
			return fsm.Message{}, fmt.Errorf("look for the text %.60q: %w", sid, err)
		}
		for _, m := range list {
			if m.SID == sid {
				return m, nil
			}
		}
		if len(list) < page {
			return fsm.Message{}, fmt.Errorf("%w: none of %s has the id %.60q", ErrNoText, r.phone, sid)
		}
		before = list[len(list)-1].Seq
	}
}

// missing tells of a text that is not there.
func (r *rows) missing(err error, id string) error {
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("%w: %s has none with the id %.60q", ErrNoText, r.phone, id)
	}
	return err
}

// event reads what an entry was decided about, with the text that it was about, if it was.
func (r *rows) event(ctx context.Context, e fsm.Entry) (ev fsm.Event, about fsm.Message, err error) {
	ev, err = codec.DecodeEvent(e.Event, func(seq uint64) (fsm.Message, error) {
		about, err = r.row(ctx, seq)
		return about, err
	})
	return ev, about, err
}
