package outbox

import (
	"fmt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
	"github.com/parley-sms/parley/store/internal/ordered"
)

// Due lists what is to be posted to a webhook now, the first of each person, the earliest due first, and when the next
// one after those is due (zero: none).
func Due(rows ordered.Rows, webhook string, now fsm.Moment, limit int) (list []store.Outgoing, next fsm.Moment, err error) {
	prefix := key(dueRow, webhook)
	for place := range ordered.All(rows, prefix, "") {
		due, phone := queued(place, prefix)
		if due > now || len(list) >= limit {
			return list, due, nil
		}
		o, ok, err := first(rows, webhook, phone)
		if err == nil && !ok {
			err = fmt.Errorf("%w: nothing waits for a webhook where something is due", store.ErrDamaged)
		}
		if err != nil {
			return nil, 0, err
		}
		list = append(list, o)
	}
	return list, 0, nil
}

// All tells how every webhook stands of which there is anything to tell, in order of name.
func All(rows ordered.Rows) ([]store.Outbox, error) {
	var list []store.Outbox
	for k, data := range ordered.All(rows, countRow, "") {
		c, err := codec.Decode[store.Outbox](data)
		if err != nil {
			return nil, err
		}
		c.Webhook = k[len(countRow) : len(k)-1]
		prefix := key(ageRow, c.Webhook)
		for place := range ordered.All(rows, prefix, "") {
			c.Oldest, _ = queued(place, prefix)
			break
		}
		list = append(list, c)
	}
	return list, nil
}

// Dead lists what was given up for a webhook, the oldest first.
func Dead(rows ordered.Rows, webhook string, limit int) ([]store.Outgoing, error) {
	list, _, err := buried(rows, webhook, "", limit)
	return list, err
}

// buried lists what was given up for a webhook, of one person or of all, with the keys.
func buried(rows ordered.Rows, webhook string, phone fsm.Phone, limit int) (list []store.Outgoing, keys []string, err error) {
	for k, data := range ordered.All(rows, key(deadRow, webhook), "") {
		if len(list) >= limit {
			break
		}
		o, err := codec.Decode[store.Outgoing](data)
		if err != nil {
			return nil, nil, err
		}
		if phone == "" || o.Phone == phone {
			list, keys = append(list, o), append(keys, k)
		}
	}
	return list, keys, nil
}
