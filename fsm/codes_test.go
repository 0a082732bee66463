package fsm

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// withCodes gives the offers program codes that are each for one person.
func withCodes(d *Definition) {
	withOffers(d)
	d.Offers["ten"] = Offer{Codes: PoolCodes, Worth: "10%", Cost: 3, Limit: 1, Per: 30 * 24 * time.Hour}
	d.Offers["any"] = Offer{Codes: GeneratedCodes, Prefix: "THX", Worth: "1%", Cost: 1}
	d.Events[Purchase] = EventType{Fields: map[string]Field{"code": {Type: StringType, Optional: true}, "value": {Type: NumberType, Optional: true}}}
	for i := range d.Workflows {
		for k := range d.Workflows[i].Steps {
			if s := &d.Workflows[i].Steps[k]; s.Offer != "" {
				s.Texts = say("{{ offer.worth }} off with {{ offer.code }}.")
			}
		}
	}
}

// coded drives somebody under the codes program, with a pool from which codes are brought as the engine
// brings them.
func coded(t *testing.T, pool ...string) *driver {
	p, err := Compile(vary(withCodes), "r1")
	if err != nil {
		t.Fatal(err)
	}
	d := newDriver(t, p, time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC))
	d.pool = pool
	d.text(Inbound{Body: "JOIN"})
	return d
}

func vary(change func(*Definition)) Definition {
	d := shop()
	change(&d)
	return d
}

// bodies lists the words of the texts that say a code.
func (d *driver) bodies() []string {
	var list []string
	for _, m := range d.sent {
		if _, code, ok := strings.Cut(m.Body, "off with "); ok {
			list = append(list, strings.TrimSuffix(code, "."))
		}
	}
	return list
}

// Ensure that a text takes a code from the pool, once, and that the next one makes a code of its own.
func TestCodes(t *testing.T) {
	d := coded(t, "A1", "B2")
	d.event("first")
	got := d.bodies()
	if len(got) != 2 || got[0] != "A1" || !strings.HasPrefix(got[1], "THX") || len(got[1]) != 11 || strings.ContainsAny(got[1][3:], "AEIOU01L") {
		t.Fatalf("codes %q", got)
	}
	if len(d.claims) != 2 || !d.claims[1].Made || d.counts["offers.given.ten"] != 1 {
		t.Errorf("claims %+v, counted %v", d.claims, d.counts)
	}
	d.event("second") // the limit of one, and another code of the offer that has none
	if again := d.bodies(); len(again) != 3 || again[2] == got[1] {
		t.Errorf("codes %q", again)
	}
}

// Ensure that a text for which no code is left waits, up to its send_by, and goes when there is one.
func TestNoCodeLeft(t *testing.T) {
	for _, refill := range []bool{true, false} {
		d := coded(t)
		d.event("first")
		d.to(d.now.Add(5 * time.Hour))
		if got := d.bodies(); len(got) != 0 {
			t.Fatalf("texts went out: %q", got)
		}
		if refill {
			d.pool = []string{"A1"}
			d.do(Refit{})
		}
		d.to(d.now.Add(2 * time.Hour)) // past its send_by of 6 h
		want := map[bool]int{true: 2, false: 1}[refill]
		if got := d.bodies(); len(got) != want || (got[0] == "A1") != refill {
			t.Errorf("refilled %v: %q", refill, got)
		}
	}
}

// Ensure that the same code goes with a text that is sent again, in doubt or because it did not go, that it
// is counted once, and that what a run that ended has not sent is the next text's.
func TestSameCodeAgain(t *testing.T) {
	for name, outcomes := range map[string][]Outcome{
		"in doubt": {InDoubt}, "given up": {GivenUp}, "not sent": {NotSent, NotSent, Throttled}, "refused": {Refused},
	} {
		d := coded(t, "A1", "B2")
		for _, o := range outcomes {
			d.next = append(d.next, Settled{Outcome: o})
		}
		d.event("first")
		for _, f := range d.rec.Doubts {
			d.do(Settled{Seq: f.Seq, Outcome: GivenUp})
		}
		d.to(d.now.Add(2 * time.Hour))
		for _, code := range d.bodies() {
			if code == "B2" {
				t.Errorf("%s: %q", name, d.bodies())
			}
		}
		if d.counts["offers.given.ten"] != 1 || len(d.claims) != 2 {
			t.Errorf("%s: counted %v, claims %+v", name, d.counts, d.claims)
		}
	}
	d := coded(t, "A1", "B2")
	d.next = []Settled{{Outcome: NotSent}}
	d.event("first")
	d.text(Inbound{Body: "STOP"})
	if d.counts["offers.given.ten"] != 0 {
		t.Errorf("counted %v for a text that did not go", d.counts)
	}
	d.now = d.now.Add(time.Hour)
	d.text(Inbound{Body: "START"})
	d.event("first")
	if got := d.bodies(); len(got) != 3 || got[0] != "A1" || got[1] != "A1" {
		t.Errorf("codes %q, want the first again", got)
	}
}

// Ensure that a refused claim makes another code, and that a replay from what the journal keeps makes
// the same.
func TestRefusedClaim(t *testing.T) {
	d := coded(t, "A1")
	rec, now := d.rec, At(d.now)
	rec.Runs = []Run{{ID: 9, Workflow: "first", Step: "bye", Phase: Wanting, EnteredAt: now}}
	rec.Ready = []Want{{Sender: theSender, Run: 9, Step: "bye", Class: Service, Since: now, SendBy: now.Add(time.Hour)}}
	seen := map[string]bool{}
	for refused := range 3 {
		in := Inputs{Token: &Token{Sender: theSender}, Secret: []byte(testSecret), Refused: refused}
		dec, err := d.p.Decide(rec, in, Pull{}, now)
		if err != nil || len(dec.Claims) != 1 || seen[dec.Claims[0].Code] {
			t.Fatalf("refused %d times: %+v, %v", refused, dec.Claims, err)
		}
		seen[dec.Claims[0].Code] = true
		in = dec.Inputs
		in.Secret = []byte(testSecret)
		if again, err := d.p.Decide(rec, in, Pull{}, now); err != nil || fmt.Sprint(again.Claims) != fmt.Sprint(dec.Claims) {
			t.Errorf("replayed: %+v, %v", again.Claims, err)
		}
	}
}

// Ensure that a purchase redeems an offer by the code that it names: a shared one of whom it was given to,
// once each, and a person's own whoever buys.
func TestRedeem(t *testing.T) {
	d := coded(t, "A1")
	d.p.Offers["hello"] = Offer{Code: "HELLO", Cost: 2}
	given := At(d.now)
	d.rec.Given = []Given{{Offer: "hello", At: given, Seq: 1}, {Offer: "hello", At: given, Seq: 2, Used: true}}
	buy := func(code string, c *Coupon) Decision {
		d.texts++
		d.now = d.now.Add(time.Second)
		d.coupon = c
		return d.decide(Fact{Happened: Happened{ID: fmt.Sprint("order ", d.texts), Type: Purchase, At: At(d.now), Data: map[string]any{"code": code, "value": 49.5}}}, nil)
	}
	for i, test := range []struct {
		dec      Decision
		redeemed string
		counter  string
	}{
		{buy("hello", nil), "1", "offers.redeemed.hello"},
		{buy("HELLO", nil), "", "offers.elsewhere.hello"},
		{buy("nothing", nil), "", ""},
		{buy("A1", &Coupon{Offer: "ten", Code: "A1", Given: true, Cost: 3}), "A1", "offers.redeemed.ten"},
		{buy("A1", &Coupon{Offer: "ten", Code: "A1", Given: true, Redeemed: true}), "", ""},
		{buy("B2", &Coupon{Offer: "ten", Code: "B2"}), "", "offers.elsewhere.ten"},
	} {
		got := ""
		for _, r := range test.dec.Redeems {
			if got += r.Code; r.Seq > 0 {
				got += fmt.Sprint(r.Seq)
			}
			if r.Value != 49.5 || r.Cost == 0 || r.Order == "" {
				t.Errorf("purchase %d: %+v", i, r)
			}
		}
		if got != test.redeemed || test.counter != "" && test.dec.Counters[test.counter] != 1 {
			t.Errorf("purchase %d: redeemed %q, counted %v", i, got, test.dec.Counters)
		}
	}
	if d.counts["offers.value.hello"] != 49_500 || d.counts["offers.cost.ten"] != 3000 {
		t.Errorf("counted %v", d.counts)
	}
}

// Ensure that a code of a pool that went out after a backup is the person's, and that the text is not sent
// again.
func TestCarriedCode(t *testing.T) {
	d := coded(t, "B2")
	d.codes = map[string]string{"ten": "A1"}
	d.do(Carried{SID: "SM9", Sender: theSender, Body: "10% off with A1.", Status: "delivered", At: At(d.now)})
	d.codes = nil
	d.event("first")
	if got := d.bodies(); len(got) != 1 || d.counts["offers.given.ten"] != 1 || d.claims[0].Code != "A1" {
		t.Errorf("codes %q, counted %v, claims %+v", got, d.counts, d.claims)
	}
}

// Ensure that offers whose codes make no sense are refused.
func TestCodesOfOffers(t *testing.T) {
	for want, o := range map[string]Offer{
		"has no code": {}, "are \"heap\"": {Codes: "heap"}, "leave one of them out": {Code: "A", Codes: PoolCodes},
		"prefix": {Codes: PoolCodes, Prefix: "A"}, "at most 12": {Codes: GeneratedCodes, Prefix: "ABCDEFGHIJKLM"}, "low": {Code: "A", Low: 5},
		"cost": {Code: "A", Cost: -1}, "of offer any": {Code: "any "},
	} {
		_, err := Compile(vary(func(d *Definition) { withOffers(d); d.Offers["x"] = o }), "r1")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", o, err, want)
		}
	}
}
