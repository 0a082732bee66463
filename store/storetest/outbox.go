package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// tell lets a decision tell a webhook some things, made at a time.
func tell(d *fsm.Decision, webhook string, at fsm.Moment, kinds ...fsm.Kind) {
	for _, kind := range kinds {
		a := fsm.Announcement{Webhook: webhook, Kind: kind, Phone: d.Next.Phone, At: at, Version: d.Next.Version, N: len(d.News)}
		a.ID = fmt.Sprintf("%s/%d/%d", a.Phone, a.Version, a.N)
		d.News = append(d.News, a)
	}
}

// told gives in short what is to be posted now: the last digits of the phone and the kind.
func told(t *testing.T, s store.Store, webhook string, now fsm.Moment) (string, []store.Outgoing) {
	t.Helper()
	due, next, err := s.Outgoing(context.Background(), webhook, now, 9)
	if err != nil {
		t.Fatalf("Outgoing = %v", err)
	}
	var list []string
	for _, o := range due {
		list = append(list, string(o.Phone[len(o.Phone)-1:])+" "+string(o.Kind))
	}
	return fmt.Sprintf("%s; %d", strings.Join(list, ", "), next), due
}

// stands gives how webhooks stand.
func stands(t *testing.T, s store.Store) string {
	t.Helper()
	list, err := s.Outboxes(context.Background())
	if err != nil {
		t.Fatalf("Outboxes = %v", err)
	}
	said := ""
	for _, o := range list {
		said += fmt.Sprintf("%s %d waiting since %d, %d taken, %d dead, %d lost; ", o.Webhook, o.Waiting, o.Oldest, o.Taken, o.Dead, o.Lost)
	}
	return strings.TrimSuffix(said, "; ")
}

func same(t *testing.T, what, want, got string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// Ensure that what a webhook is told goes in the order of each person, that one which fails holds back his alone, and
// that what was given up can be sent again, before what came later.
func tryOutbox(t *testing.T, s store.Store) {
	ctx := context.Background()
	same(t, "at first", "", stands(t, s))
	must(t, s, ann, func(d *fsm.Decision) { tell(d, "crm", 10, "a", "b"); tell(d, "dwh", 10, "a") })
	must(t, s, bob, func(d *fsm.Decision) { tell(d, "crm", 5, "c") })
	must(t, s, ann, func(d *fsm.Decision) { tell(d, "crm", 12, "d") })
	same(t, "all", "crm 4 waiting since 5, 0 taken, 0 dead, 0 lost; dwh 1 waiting since 10, 0 taken, 0 dead, 0 lost", stands(t, s))
	got, due := told(t, s, "crm", 20)
	same(t, "due", "2 c, 1 a; 0", got)
	got, _ = told(t, s, "crm", 9)
	same(t, "due early", "2 c; 10", got)
	posted := func(o store.Outgoing, came store.Posted, at fsm.Moment, why string) {
		t.Helper()
		o.Due, o.Error = at, why
		o.Attempts++
		if err := s.Posted(ctx, o, came); err != nil {
			t.Errorf("Posted = %v", err)
		}
	}
	posted(due[1], store.Later, 100, "503")
	posted(due[0], store.Taken, 0, "")
	posted(due[0], store.Taken, 0, "") // once more: it is done with
	got, _ = told(t, s, "crm", 99)
	same(t, "ann's failed", "; 100", got)
	got, due = told(t, s, "crm", 100)
	same(t, "and comes again", "1 a; 0", got)
	if due[0].Attempts != 1 || due[0].Error != "503" {
		t.Errorf("it is %+v", due[0])
	}
	posted(due[0], store.GaveItUp, 0, "gone")
	got, due = told(t, s, "crm", 100)
	same(t, "the next one goes", "1 b; 0", got)
	same(t, "one is dead", "crm 2 waiting since 10, 1 taken, 1 dead, 0 lost; dwh 1 waiting since 10, 0 taken, 0 dead, 0 lost", stands(t, s))
	dead, err := s.DeadOutgoing(ctx, "crm", 9)
	if err != nil || len(dead) != 1 || dead[0].Kind != "a" || dead[0].Error != "gone" {
		t.Errorf("DeadOutgoing = %+v, %v", dead, err)
	}
	n, err := s.ReviveOutgoing(ctx, "crm", 200)
	compare(t, "revived", 1, n, err)
	posted(due[0], store.Taken, 0, "") // not what goes next any more
	got, _ = told(t, s, "crm", 200)
	same(t, "what was dead goes before the rest", "1 a; 0", got)
	n, err = s.ReviveOutgoing(ctx, "none", 200)
	compare(t, "revived of no webhook", 0, n, err)
}

// Ensure that a webhook is dropped in batches, whole, and that what was to be told of an erased person goes with him.
func tryOutboxDropped(t *testing.T, s store.Store) {
	ctx := context.Background()
	must(t, s, ann, func(d *fsm.Decision) { tell(d, "crm", 1, "a", "b", "c"); tell(d, "dwh", 1, "a") })
	must(t, s, bob, func(d *fsm.Decision) { tell(d, "crm", 2, "a", "b") })
	must(t, s, eve, func(d *fsm.Decision) { tell(d, "crm", 3, "a", "b") })
	_, due := told(t, s, "crm", 9)
	for _, o := range due {
		if err := s.Posted(ctx, o, store.GaveItUp); err != nil {
			t.Fatal(err)
		}
	}
	must(t, s, bob, func(d *fsm.Decision) { d.Erased = &fsm.Erasure{Pseudonym: "nobody"}; tell(d, "crm", 4, "x") })
	same(t, "bob erased", "crm 3 waiting since 1, 0 taken, 2 dead, 0 lost; dwh 1 waiting since 1, 0 taken, 0 dead, 0 lost", stands(t, s))
	var steps []int
	for range 9 {
		n, err := s.DropOutgoing(ctx, "crm", 2)
		if err != nil {
			t.Fatal(err)
		}
		if steps = append(steps, n); n == 0 {
			break
		}
		if got, _ := told(t, s, "crm", 9); strings.Contains(got, "2 ") {
			t.Errorf("bob's is still there: %s", got)
		}
	}
	same(t, "batches", "[2 2 1 0]", fmt.Sprint(steps))
	same(t, "dropped", "dwh 1 waiting since 1, 0 taken, 0 dead, 0 lost", stands(t, s))
}

// Ensure that only so many that were given up are kept, the newest.
func tryOutboxDead(t *testing.T, s store.Store) {
	ctx := context.Background()
	for range store.MaxDead/100 + 1 {
		must(t, s, ann, func(d *fsm.Decision) {
			for range 100 {
				tell(d, "crm", 1, "a")
			}
		})
	}
	for i := range store.MaxDead + 1 {
		_, due := told(t, s, "crm", 9)
		due[0].Dead = fsm.Moment(i)
		if err := s.Posted(ctx, due[0], store.GaveItUp); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "too many", fmt.Sprintf("crm 99 waiting since 1, 0 taken, %d dead, 1 lost", store.MaxDead), stands(t, s))
	dead, err := s.DeadOutgoing(ctx, "crm", 1)
	if err != nil || dead[0].Dead != 1 {
		t.Errorf("the oldest is %+v, %v", dead, err)
	}
}

// Ensure that an announcement that is not the decision's own, or for no webhook, is refused with the whole decision.
func tryBadNews(t *testing.T, s store.Store) {
	for name, edit := range map[string]func(a *fsm.Announcement){
		"another's": func(a *fsm.Announcement) { a.Phone = ann }, "another commit's": func(a *fsm.Announcement) { a.Version++ },
		"no webhook": func(a *fsm.Announcement) { a.Webhook = "" }, "long": func(a *fsm.Announcement) { a.Webhook = strings.Repeat("x", 65) },
		"a zero byte": func(a *fsm.Announcement) { a.Webhook = "a\x00b" }, "a negative place": func(a *fsm.Announcement) { a.N = -1 },
	} {
		_, err := s.Update(context.Background(), bob, change(func(d *fsm.Decision) { tell(d, "crm", 1, "a", "b"); edit(&d.News[1]) }))
		if !errors.Is(err, store.ErrDecision) {
			t.Errorf("%s: Update = %v, want %v", name, err, store.ErrDecision)
		}
	}
	absent(t, s, bob)
	same(t, "nothing is told", "", stands(t, s))
}
