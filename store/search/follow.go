package search

import (
	"context"
	"errors"
	"maps"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Bounds of one commit of the index, and of what it holds of one person.
const (
	maxCommit = 10_000 // texts, after which no further person is taken
	maxOwn    = 20_000 // texts of a person whose index is made anew: the newest
	atOnce    = 500    // texts that are read at a time
)

// Done tells what bringing people up to date did.
type Done struct {
	To     fsm.Phone // the last person who is up to date
	People int
	Texts  int // that were added
	Gone   int // people whom the store does not know any more
	More   bool
}

// Follow brings people up to date who may have changed, in the order given, and says up to whom it did: after many texts it
// leaves the rest to the next call.
func (x *Index) Follow(ctx context.Context, s store.Store, phones []fsm.Phone) (Done, error) {
	var b batch
	for i, phone := range phones {
		if b.full() {
			return x.commit(ctx, &b, Done{To: phones[i-1], People: i, More: true})
		}
		r, err := s.Record(ctx, phone)
		if errors.Is(err, store.ErrNotFound) {
			b.gone = append(b.gone, phone)
			continue
		}
		if err != nil {
			return Done{}, err
		}
		if err := b.take(ctx, x, s, &r); err != nil {
			return Done{}, err
		}
	}
	d := Done{People: len(phones)}
	if d.People > 0 {
		d.To = phones[d.People-1]
	}
	return x.commit(ctx, &b, d)
}

// Walk brings up to date who comes behind a person in order of phone, at most so many, and removes those whom the store does not
// know. What it did is a part of everybody: call it again from Done.To on while there is more.
func (x *Index) Walk(ctx context.Context, s store.Store, after fsm.Phone, limit int) (Done, error) {
	records, err := s.Subscribers(ctx, after, limit)
	if err != nil {
		return Done{}, err
	}
	var b batch
	d := Done{To: after, More: len(records) == limit}
	there := map[fsm.Phone]bool{}
	for i := range records {
		if b.full() {
			d.More = true
			break
		}
		if err := b.take(ctx, x, s, &records[i]); err != nil {
			return Done{}, err
		}
		d.To, there[records[i].Phone] = records[i].Phone, true
		d.People++
	}
	gone, err := x.strangers(ctx, after, d, there)
	if err != nil {
		return Done{}, err
	}
	b.gone = append(b.gone, gone...)
	return x.commit(ctx, &b, d)
}

// strangers lists people of the index, as far as a walk came, who are not in the store.
func (x *Index) strangers(ctx context.Context, after fsm.Phone, d Done, there map[fsm.Phone]bool) (list []fsm.Phone, err error) {
	err = x.view(ctx, func(tx *bolt.Tx) error {
		c := tx.Bucket([]byte(peopleBucket)).Cursor()
		for key, _ := c.Seek([]byte(after)); key != nil; key, _ = c.Next() {
			phone := fsm.Phone(key)
			if d.More && phone > d.To {
				break
			}
			if phone > after && !there[phone] {
				list = append(list, phone)
			}
		}
		return nil
	})
	return list, err
}

// batch is what one commit changes.
type batch struct {
	people []change
	texts  int
	gone   []fsm.Phone // all that is indexed of them is removed, before anything is added
}

// change is what a person's index lacks.
type change struct {
	phone    fsm.Phone
	was, now indexed
	texts    []fsm.Message
}

func (b *batch) full() bool { return b.texts >= maxCommit }

// take reads what the index lacks of a person.
func (b *batch) take(ctx context.Context, x *Index, s store.Store, r *fsm.Record) error {
	ch := change{phone: r.Phone}
	if err := x.view(ctx, func(tx *bolt.Tx) error {
		ch.was = indexedOf(tx.Bucket([]byte(peopleBucket)).Get([]byte(r.Phone)))
		return nil
	}); err != nil {
		return err
	}
	facts, err := factsOf(ctx, s, r)
	if err != nil {
		return err
	}
	ch.now = indexed{seq: r.Seq, at: ch.was.at, facts: facts, known: true}
	switch {
	case r.Seq != ch.was.seq:
		if err := b.read(ctx, s, &ch); err != nil {
			return err
		}
	case ch.was.known && slices.Equal(ch.was.facts, facts):
		return nil
	}
	b.people = append(b.people, ch)
	b.texts += len(ch.texts)
	return nil
}

// read reads the texts that are new, newest first. Where the last one that is indexed is not among them as it was, they are of
// another history, after an erasure or a restored backup: then all that is indexed goes.
func (b *batch) read(ctx context.Context, s store.Store, ch *change) error {
	for before, more := uint64(0), true; more && len(ch.texts) < maxOwn; {
		page, err := s.Messages(ctx, ch.phone, before, atOnce)
		if err != nil {
			return err
		}
		for _, m := range page {
			if before = m.Seq; m.Seq > ch.now.seq {
				continue // it came after the record was read: that change is followed by itself
			}
			if len(ch.texts) == 0 {
				ch.now.at = m.At
			}
			if m.Seq == ch.was.seq && m.At == ch.was.at {
				return nil
			}
			ch.texts = append(ch.texts, m)
		}
		more = len(page) == atOnce
	}
	if ch.was.seq > 0 {
		b.gone = append(b.gone, ch.phone)
		ch.was = indexed{}
	}
	return nil
}

// commit writes what a batch changes.
func (x *Index) commit(ctx context.Context, b *batch, d Done) (Done, error) {
	if len(b.people) == 0 && len(b.gone) == 0 {
		return d, nil
	}
	err := x.update(ctx, func(tx *bolt.Tx) error {
		gone, err := forget(tx, b.gone)
		if err != nil {
			return err
		}
		d.Gone = gone
		d.Texts, err = b.add(tx)
		return err
	})
	return d, err
}

// add writes what is new, and says how many texts were.
func (b *batch) add(tx *bolt.Tx) (added int, err error) {
	texts, lists := tx.Bucket([]byte(textsBucket)), map[string][]uint64{}
	for i := range b.people {
		ch := &b.people[i]
		for j := range ch.texts {
			found := distinct(cut(ch.texts[j].Body, maxWords))
			id, room := newID(texts, &ch.texts[j])
			if len(found) == 0 || !room {
				continue
			}
			if err := texts.Put(number(id), textRow(Text{ch.phone, ch.texts[j].Seq})); err != nil {
				return added, err
			}
			for _, w := range found {
				lists[w] = append(lists[w], id)
			}
			added++
		}
		if err := ch.write(tx); err != nil {
			return added, err
		}
	}
	words := tx.Bucket([]byte(wordsBucket))
	for _, w := range slices.Sorted(maps.Keys(lists)) {
		slices.Sort(lists[w])
		if err := enter(words, w, lists[w]); err != nil {
			return added, err
		}
	}
	return added, nil
}

// write writes what is known of the person himself.
func (ch *change) write(tx *bolt.Tx) error {
	if err := know(tx, ch.phone, ch.was.facts, ch.now.facts); err != nil {
		return err
	}
	if end := endOf(ch.phone); end != nil && !ch.was.known {
		if err := tx.Bucket([]byte(endsBucket)).Put(end, []byte{}); err != nil {
			return err
		}
	}
	return tx.Bucket([]byte(peopleBucket)).Put([]byte(ch.phone), ch.now.row())
}
