package fsm

import (
	"testing"
	"time"
)

// FuzzDecideInbound throws any text, verdict and sender at people in every kind of state.
func FuzzDecideInbound(f *testing.F) {
	for _, body := range bodies {
		f.Add(body, "", theSender, "")
	}
	f.Add("stop", "STOP", "", "subscribed+welcome.interest")
	f.Add("\xff\xfe", "odd", "MG1", "~~~")
	f.Add("1", "", theSender, "subscribed+agent")
	p := compiled(f, "shop")
	at := time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)
	people := []Record{{Phone: thePerson}, inQuestion(f, p, at), {Phone: "72727"}}
	f.Fuzz(func(t *testing.T, body, verdict, sender, state string) {
		for _, rec := range people {
			if state != "" {
				rec.State = State(state)
			}
			in := Inputs{Token: &Token{Sender: sender}, Secret: []byte(testSecret)}
			dec, err := p.Decide(rec, in, Inbound{ID: "IN", Sender: sender, Body: body, OptOutType: verdict}, At(at)+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := checkRecord(p, &dec.Next); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// inQuestion is a subscriber in the middle of a question, with another one suspended.
func inQuestion(t testing.TB, p *Program, at time.Time) Record {
	d := newDriver(t, p, at)
	d.do(OptIn{Purpose: ForMarketing, Source: "api"})
	d.do(Fact{Happened: Happened{ID: "e", Type: "delivered", At: At(at)}})
	if d.rec.State != "subscribed+care.rating" || len(d.rec.Stack) != 1 {
		t.Fatalf("the person is in %s, behind it %v", d.rec.State, d.rec.Stack)
	}
	return d.rec
}
