package fsm

import (
	"strings"
	"testing"
	"time"
)

// Ensure words for later wait for the morning where it is night when they are due, unless the person is talking just then.
func TestWordsForTheNight(t *testing.T) {
	for _, c := range []struct {
		name, texts string
		sent        int
	}{{"in silence", "", 0}, {"in a conversation", "still there?", 1}} {
		d := newDesk(t)
		at := At(d.now.Add(11 * time.Hour)) // nine in the evening
		d.wants(d.asks(AgentText{Agent: "anna", Body: "good night", At: at}), nil)
		d.wait(10*time.Hour + 30*time.Minute)
		if c.texts != "" {
			d.texts(c.texts)
		}
		n := len(d.sent)
		d.wait(time.Hour)
		if got := len(d.sent) - n; got != c.sent {
			t.Errorf("%s: %d texts went at night, want %d", c.name, got, c.sent)
		}
		d.wait(14 * time.Hour)
		if last := d.sent[len(d.sent)-1]; last.Body != "good night" {
			t.Errorf("%s: the last text is %q", c.name, last.Body)
		}
	}
}

// Ensure words that have not gone can be taken back once, by who has the thread alone, and that only so many wait.
func TestUnsend(t *testing.T) {
	d := newDesk(t)
	at := At(d.now.Add(time.Hour))
	for range MaxLater {
		d.wants(d.asks(AgentText{Agent: "anna", Body: "later", At: at}), nil)
	}
	d.wants(d.asks(AgentText{Agent: "anna", Body: "one more", At: at}), &Denial{Why: TooMany})
	d.wants(d.asks(Unsend{By: "ben", Since: at}), &Denial{Why: TakenBy, Owner: "anna"})
	d.wants(d.asks(Unsend{By: "anna", Since: at}), nil)
	d.wants(d.asks(Unsend{By: "anna", Since: at}), &Denial{Why: HasGone})
	n := len(d.sent)
	d.wait(2 * time.Hour)
	if got := len(d.sent) - n; got != MaxLater-1 {
		t.Errorf("%d went, want %d", got, MaxLater-1)
	}
	d.wants(d.asks(Unsend{By: "anna", Since: at + 1}), &Denial{Why: HasGone})
}

// newShopOfCodes is a person whom nobody has texted, and a shop with a pool of codes that each may have one of.
func newShopOfCodes(t *testing.T) *desk {
	def := shop()
	def.Offers = map[string]Offer{"ten": {Codes: PoolCodes, Worth: "10%", Limit: 1, Per: 30 * 24 * time.Hour}}
	p, err := Compile(def, "codes")
	if err != nil {
		t.Fatal(err)
	}
	return &desk{driver: newDriver(t, p, time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC))}
}

// Ensure the staff offers by the rules of the offers: a code of the person's own, once, and never a text with a hole in it.
func TestStaffOffers(t *testing.T) {
	d := newShopOfCodes(t)
	d.do(OptIn{ID: "o1", Source: "api", At: At(d.now)})
	text := AgentText{Agent: "anna", Body: "Sorry! Use {{ offer.code }}.", Offer: "ten"}
	refused := func(text AgentText, why string) {
		t.Helper()
		if got := d.asks(text); got == nil || got.Why != NoOffer || !strings.Contains(got.Said, why) {
			t.Errorf("%+v, want %q", got, why)
		}
	}
	refused(text, "no code is left")
	d.codes = map[string]string{"ten": "T1"}
	refused(AgentText{Agent: "anna", Body: "Sorry!", Offer: "ten"}, "does not say {{ offer.code }}")
	refused(AgentText{Agent: "anna", Body: "{{ offer.code }}", Offer: "none"}, "is gone")
	d.wants(d.asks(text), nil)
	if last := d.sent[len(d.sent)-1]; last.Body != "Sorry! Use T1." || len(d.claims) != 1 || d.claims[0].Code != "T1" {
		t.Fatalf("%+v %+v", last, d.claims)
	}
	refused(text, "given already")
}

// Ensure a code is claimed when its text goes, and that who may not have it by then does not get it.
func TestStaffOffersLater(t *testing.T) {
	d := newShopOfCodes(t)
	d.codes = map[string]string{"ten": "T1"}
	text := AgentText{Agent: "anna", Body: "Use {{ offer.code }}.", Offer: "ten", At: At(d.now.Add(time.Hour))}
	d.wants(d.asks(text), nil)
	if len(d.claims) != 0 {
		t.Errorf("claimed before its time: %+v", d.claims)
	}
	if got := d.asks(text); got == nil || got.Why != NoOffer {
		t.Errorf("offered twice: %+v", got)
	}
	n := len(d.sent)
	d.wait(2 * time.Hour)
	if len(d.sent) != n+1 || d.sent[n].Body != "Use T1." || len(d.claims) != 1 {
		t.Errorf("%+v %+v", d.sent[n:], d.claims)
	}
}

// Ensure what agents often write is filled in for each person, and that what there is not is told.
func TestReplies(t *testing.T) {
	p, rec := compiled(t, "supported"), Record{}
	if got, err := p.Reply(&rec, "open", 1); got != "We are open 9 to 5, friend." || err != nil {
		t.Errorf("%q %v", got, err)
	}
	rec.Attributes = map[string]any{"interest": "makeup"}
	if got, err := p.Reply(&rec, "open", 1); got != "We are open 9 to 5, makeup." || err != nil {
		t.Errorf("%q %v", got, err)
	}
	if _, err := p.Reply(&rec, "shut", 1); err == nil {
		t.Error("there is a reply that nobody wrote")
	}
}
