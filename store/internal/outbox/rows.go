package outbox

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
	"github.com/parley-sms/parley/store/internal/ordered"
)

// The first byte of a key says what the row is. The webhook and 0 follow.
const (
	waitRow  = "w" // and phone, 0, version, place: store.Outgoing
	dueRow   = "t" // and when it is due, phone: nothing; of the first of each person
	ageRow   = "a" // and when it was made, phone: nothing; likewise
	deadRow  = "d" // and number: store.Outgoing
	countRow = "c" // store.Outbox
)

func key(row, webhook string) string { return row + webhook + "\x00" }

func number(n uint64) string { return string(binary.BigEndian.AppendUint64(nil, n)) }

// moment is a time in order of bytes, also before 1970.
func moment(m fsm.Moment) string { return number(uint64(m) ^ 1<<63) }

func waitKey(a *fsm.Announcement) string {
	return ofPerson(a.Webhook, a.Phone) + number(a.Version) + number(uint64(a.N))
}

// ofPerson is what the keys of all that wait of a person begin with.
func ofPerson(webhook string, phone fsm.Phone) string {
	return key(waitRow, webhook) + string(phone) + "\x00"
}

func dueKey(o *store.Outgoing) string {
	return key(dueRow, o.Webhook) + moment(o.Due) + string(o.Phone)
}
func ageKey(o *store.Outgoing) string { return key(ageRow, o.Webhook) + moment(o.At) + string(o.Phone) }

// first is what waits of a person and goes next.
func first(rows ordered.Rows, webhook string, phone fsm.Phone) (o store.Outgoing, ok bool, err error) {
	for _, data := range ordered.All(rows, ofPerson(webhook, phone), "") {
		o, err = codec.Decode[store.Outgoing](data)
		return o, err == nil, err
	}
	return o, false, nil
}

// change lets do change what waits of a person, and keeps the place in the queues of what goes next.
func change(rows ordered.Rows, webhook string, phone fsm.Phone, do func() error) error {
	was, had, err := first(rows, webhook, phone)
	if err == nil {
		err = do()
	}
	if err != nil {
		return err
	}
	is, has, err := first(rows, webhook, phone)
	if err != nil || had == has && dueKey(&was) == dueKey(&is) && ageKey(&was) == ageKey(&is) {
		return err
	}
	if had {
		rows.Delete(dueKey(&was))
		rows.Delete(ageKey(&was))
	}
	if has {
		rows.Put(dueKey(&is), []byte{})
		rows.Put(ageKey(&is), []byte{})
	}
	return nil
}

// counts reads how a webhook stands.
func counts(rows ordered.Rows, webhook string) (store.Outbox, error) {
	c, _, err := ordered.Get[store.Outbox](rows, key(countRow, webhook))
	c.Webhook = webhook
	return c, err
}

func putCounts(rows ordered.Rows, c store.Outbox) error {
	return ordered.Put(rows, key(countRow, c.Webhook), c)
}

// queued takes the time and the phone off a place in a queue.
func queued(place, prefix string) (fsm.Moment, fsm.Phone) {
	rest := place[len(prefix):]
	return fsm.Moment(binary.BigEndian.Uint64([]byte(rest)) ^ 1<<63), fsm.Phone(rest[8:])
}

// Verify refuses rows that cannot be read.
func Verify(rows ordered.Rows) error {
	for k, data := range rows.From("") {
		var err error
		switch name, rest, ok := strings.Cut(k[1:], "\x00"); {
		case !ok || name == "":
			err = fmt.Errorf("%w: a row of no webhook", store.ErrDamaged)
		case k[:1] == waitRow, k[:1] == deadRow:
			_, err = codec.Decode[store.Outgoing](data)
		case k[:1] == countRow:
			_, err = codec.Decode[store.Outbox](data)
		case (k[:1] == dueRow || k[:1] == ageRow) && len(rest) > 8:
		default:
			err = fmt.Errorf("%w: a row of no kind", store.ErrDamaged)
		}
		if err != nil {
			return fmt.Errorf("a row of what webhooks are told: %w", err)
		}
	}
	return nil
}
