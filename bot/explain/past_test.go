package explain_test

import (
	"errors"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/fsm"
)

// Ensure that a person is told of any past moment as they were told of then: after each change the same
// question has the same answer later, by the program of that time.
func TestAt(t *testing.T) {
	r := newRig(t, shop())
	var told []*explain.Report
	snap := func() {
		r.later(time.Second)
		told = append(told, r.ask(explain.Question{}))
		r.later(time.Second) // what comes next is of another moment
	}
	for _, body := range []string{"JOIN", "YES", "what?", "2"} {
		r.text(body)
		snap()
	}
	r.fact("cart_updated", map[string]any{"cart_id": "c1"})
	snap()
	for range 12 {
		r.later(3 * time.Hour)
		snap()
	}
	r.deploy(shop(func(files fstest.MapFS) {
		delete(files, "workflows/cart.yaml")
	}))
	snap()
	r.text("STOP")
	snap()
	for _, then := range told {
		got := r.ask(explain.Question{At: then.At.Time()})
		if diff := cmp.Diff(then, got); diff != "" {
			t.Errorf("of %s it was told otherwise then (-then +now):\n%s", then.At, diff)
		}
	}
	r.prove()
}

// deploy makes a program live.
func (r *rig) deploy(files fstest.MapFS) {
	r.Helper()
	packed, err := deploy.Pack(files)
	if err != nil {
		r.Fatal(err)
	}
	order := deploy.Order{Program: packed, Folder: "elsewhere", Author: "anna"}
	proposal, err := r.deployer.Plan(r.Context(), order)
	if err != nil || !proposal.Usable() {
		r.Fatal(proposal.Findings, err)
	}
	order.Hash = proposal.Plan.Hash
	if out, err := r.deployer.Deploy(r.Context(), order); err != nil || out.Deployed == nil {
		r.Fatal(out.Refused, err)
	}
	r.later(time.Minute)
}

// Ensure that a question that cannot be answered is refused by its cause.
func TestRefused(t *testing.T) {
	r := newRig(t, shop())
	r.later(time.Hour)
	r.text("JOIN")
	zero := uint64(0)
	for name, c := range map[string]struct {
		q    explain.Question
		want error
	}{
		"a stranger":       {explain.Question{Phone: "+12125550199"}, explain.ErrUnknown},
		"no number":        {explain.Question{Phone: "anna"}, explain.ErrUnknown},
		"before all":       {explain.Question{At: begin.Add(-time.Hour)}, explain.ErrUnknown},
		"the future":       {explain.Question{At: begin.Add(48 * time.Hour)}, explain.ErrQuestion},
		"too much":         {explain.Question{Limit: 1001}, explain.ErrQuestion},
		"after and since":  {explain.Question{After: &zero, Since: begin}, explain.ErrQuestion},
		"no text":          {explain.Question{Message: "99"}, explain.ErrNoText},
		"text 0":           {explain.Question{Message: "0"}, explain.ErrNoText},
		"a huge text":      {explain.Question{Message: "18446744073709551615"}, explain.ErrNoText},
		"another's":        {explain.Question{Message: "+12125550199/1"}, explain.ErrNoText},
		"no id":            {explain.Question{Message: string(anna) + "/x"}, explain.ErrNoText},
		"a slash":          {explain.Question{Message: "/"}, explain.ErrNoText},
		"an unknown SID":   {explain.Question{Message: "SM99"}, explain.ErrNoText},
		"a text of later":  {explain.Question{Message: "1", At: begin.Add(time.Minute)}, explain.ErrUnknown},
		"spaces for an id": {explain.Question{Message: "  "}, explain.ErrNoText},
	} {
		if c.q.Phone == "" {
			c.q.Phone = anna
		}
		if report, err := r.explain.Explain(t.Context(), c.q); !errors.Is(err, c.want) {
			t.Errorf("%s: %+v, %v, want %v", name, report, err, c.want)
		}
	}
}

// FuzzMessage looks for texts by any id: one is found, or refused.
func FuzzMessage(f *testing.F) {
	for _, id := range []string{"1", "/1", "+12125550123/1", "IN1", "", "/", "x/1", "1/1", "-1", "99999999999999999999", "\x00"} {
		f.Add(id)
	}
	var r *rig
	f.Fuzz(func(t *testing.T, id string) {
		if r == nil {
			r = newRig(t, shop())
			r.text("JOIN")
		}
		report, err := r.explain.Explain(t.Context(), explain.Question{Phone: anna, Message: id})
		if err != nil && !errors.Is(err, explain.ErrNoText) {
			t.Errorf("%q: %v", id, err)
		}
		if err == nil && report.Message == nil && id != "" {
			t.Errorf("%q was not looked for", id)
		}
	})
}

// Ensure that a long story is told in parts that join, and from a time on.
func TestParts(t *testing.T) {
	r := newRig(t, shop())
	for range 30 {
		r.text("HELP")
		r.later(time.Hour)
	}
	whole := r.ask(explain.Question{Limit: explain.Most}).Story
	var joined []explain.Told
	for after := uint64(0); ; {
		part := r.ask(explain.Question{After: &after, Limit: 7})
		joined = append(joined, part.Story...)
		if part.Earlier != after {
			t.Errorf("behind change %d it is told that %d came before", after, part.Earlier)
		}
		if part.Next == nil {
			break
		}
		after = *part.Next
	}
	if diff := cmp.Diff(whole, joined); diff != "" {
		t.Errorf("the parts do not join (-whole +parts):\n%s", diff)
	}
	since := begin.Add(10 * time.Hour)
	late := r.ask(explain.Question{Since: since})
	i := slices.IndexFunc(whole, func(told explain.Told) bool { return told.At >= fsm.At(since) })
	if diff := cmp.Diff(whole[i:], late.Story); diff != "" || late.Earlier != uint64(i) {
		t.Errorf("since %s: %d earlier (-want +got):\n%s", since, late.Earlier, diff)
	}
	if newest := r.ask(explain.Question{Limit: 3}); len(newest.Story) != 3 || newest.Story[2].Version != newest.Changes || newest.Next != nil {
		t.Errorf("the newest part is %+v", newest)
	}
}
