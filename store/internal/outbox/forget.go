package outbox

import (
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/ordered"
)

// Forget removes all that webhooks were to be told of a person.
func Forget(rows ordered.Rows, phone fsm.Phone) error {
	all, err := All(rows)
	if err != nil {
		return err
	}
	for _, c := range all {
		if _, err := forget(rows, c.Webhook, phone, int(c.Waiting)); err != nil {
			return err
		}
		dead, keys, err := buried(rows, c.Webhook, phone, store.MaxDead)
		if err != nil {
			return err
		}
		if err := unbury(rows, c.Webhook, keys[:len(dead)]); err != nil {
			return err
		}
	}
	return nil
}

// forget removes what waits of a person for a webhook, up to a limit, and says how much.
func forget(rows ordered.Rows, webhook string, phone fsm.Phone, limit int) (int, error) {
	var keys []string
	for k := range ordered.All(rows, ofPerson(webhook, phone), "") {
		if len(keys) == limit {
			break
		}
		keys = append(keys, k)
	}
	if len(keys) == 0 {
		return 0, nil
	}
	err := change(rows, webhook, phone, func() error {
		for _, k := range keys {
			rows.Delete(k)
		}
		c, err := counts(rows, webhook)
		if err != nil {
			return err
		}
		c.Waiting -= int64(len(keys))
		return putCounts(rows, c)
	})
	return len(keys), err
}

// unbury removes some of what was given up.
func unbury(rows ordered.Rows, webhook string, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	for _, k := range keys {
		rows.Delete(k)
	}
	c, err := counts(rows, webhook)
	if err != nil {
		return err
	}
	c.Dead -= int64(len(keys))
	return putCounts(rows, c)
}

// Drop removes what a webhook was to be told, up to a limit, and says how much; zero: there is nothing left of it.
func Drop(rows ordered.Rows, webhook string, limit int) (int, error) {
	prefix, n := key(dueRow, webhook), 0
	var people []fsm.Phone
	for place := range ordered.All(rows, prefix, "") {
		if len(people) == limit {
			break
		}
		_, phone := queued(place, prefix)
		people = append(people, phone)
	}
	for _, phone := range people {
		k, err := forget(rows, webhook, phone, limit-n)
		if err != nil {
			return n, err
		}
		if n += k; n == limit {
			return n, nil
		}
	}
	_, keys, err := buried(rows, webhook, "", limit-n)
	if err == nil {
		err = unbury(rows, webhook, keys)
	}
	if n += len(keys); n == 0 && err == nil {
		rows.Delete(key(countRow, webhook))
	}
	return n, err
}
