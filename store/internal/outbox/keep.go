package outbox

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/ordered"
)

// Check refuses announcements that are not the decision's own, or for a webhook without a name.
func Check(d *fsm.Decision) error {
	for i := range d.News {
		a := &d.News[i]
		if a.Phone != d.Next.Phone || a.Version != d.Next.Version || a.N < 0 || a.Webhook == "" || len(a.Webhook) > fsm.MaxName || strings.ContainsRune(a.Webhook, 0) {
			return fmt.Errorf("%w: for %s: an announcement to %.40q is not its own, or for a webhook whose name has not 1 to %d bytes",
				store.ErrDecision, d.Next.Phone.Redacted(), a.Webhook, fsm.MaxName)
		}
	}
	return nil
}

// Keep stores the announcements of a decision that was checked, behind those of the same person and webhook.
func Keep(rows ordered.Rows, d *fsm.Decision) error {
	var done []string
	for i := range d.News {
		webhook := d.News[i].Webhook
		if slices.Contains(done, webhook) {
			continue
		}
		done = append(done, webhook)
		if err := change(rows, webhook, d.Next.Phone, func() error { return keep(rows, d, webhook) }); err != nil {
			return err
		}
	}
	return nil
}

// keep stores what one webhook is told.
func keep(rows ordered.Rows, d *fsm.Decision, webhook string) error {
	c, err := counts(rows, webhook)
	for i := range d.News {
		if a := d.News[i]; err == nil && a.Webhook == webhook {
			if c.Waiting == store.MaxOutgoing {
				c.Lost++
				continue
			}
			c.Waiting++
			err = ordered.Put(rows, waitKey(&a), store.Outgoing{Announcement: a, Due: a.At})
		}
	}
	if err != nil {
		return err
	}
	return putCounts(rows, c)
}

// Posted stores what came of posting what goes next of a person. What does not go next any more, since the person
// was erased or the webhook is gone, is left alone.
func Posted(rows ordered.Rows, o store.Outgoing, came store.Posted) error {
	is, ok, err := first(rows, o.Webhook, o.Phone)
	if err != nil || !ok || is.ID != o.ID {
		return err
	}
	return change(rows, o.Webhook, o.Phone, func() error {
		if came == store.Later {
			return ordered.Put(rows, waitKey(&o.Announcement), o)
		}
		rows.Delete(waitKey(&o.Announcement))
		c, err := counts(rows, o.Webhook)
		if err != nil {
			return err
		}
		c.Waiting--
		if came == store.Taken {
			c.Taken++
		} else if c, err = bury(rows, c, o); err != nil {
			return err
		}
		return putCounts(rows, c)
	})
}

// bury keeps an announcement that was given up; the oldest such falls off where there are too many.
func bury(rows ordered.Rows, c store.Outbox, o store.Outgoing) (store.Outbox, error) {
	prefix := key(deadRow, o.Webhook)
	if c.Dead == store.MaxDead {
		for oldest := range ordered.All(rows, prefix, "") {
			rows.Delete(oldest)
			break
		}
		c.Dead--
		c.Lost++
	}
	c.Dead++
	c.Deaths++
	return c, ordered.Put(rows, prefix+number(c.Deaths), o)
}

// Revive lets all that was given up for a webhook be posted again, and says how many. What was made later of the same
// person waits behind it.
func Revive(rows ordered.Rows, webhook string, now fsm.Moment) (int, error) {
	dead, keys, err := buried(rows, webhook, "", store.MaxDead)
	if err != nil || len(dead) == 0 {
		return 0, err
	}
	for i := range dead {
		o := dead[i]
		o.Due, o.Attempts, o.Dead = now, 0, 0
		err := change(rows, webhook, o.Phone, func() error { return ordered.Put(rows, waitKey(&o.Announcement), o) })
		if err != nil {
			return 0, err
		}
		rows.Delete(keys[i])
	}
	c, err := counts(rows, webhook)
	if err != nil {
		return 0, err
	}
	c.Dead, c.Waiting = 0, c.Waiting+int64(len(dead))
	return len(dead), putCounts(rows, c)
}
