package faketwilio

import (
	"net/http"
	"net/url"
	"testing"
)

// code makes a create call and gives Twilio's error code, 0 for none.
func (g *rig) code(form url.Values) int {
	g.t.Helper()
	status, _, body := g.call(http.MethodPost, path+".json", form)
	if status == http.StatusCreated {
		return 0
	}
	return decode[refusal](g.t, body).Code
}

// TestStopBlocks: STOP blocks the pair and is answered by the carrier, START lifts it; both
// are posted like any text.
func TestStopBlocks(t *testing.T) {
	g := newRig(t, Options{})
	for _, c := range []struct {
		word string
		code int
	}{
		{"stop please", 0}, {" Stop\n", 21610}, {"STOP", 21610}, {"Start", 0},
		{"OPTOUT", 21610}, {"yes", 0}, {"opt out", 0}, {"Revoke", 21610}, {"unstop", 0},
	} {
		if _, acked := g.Text(t.Context(), phone, sender, c.word, nil); !acked {
			t.Errorf("%q was not posted", c.word)
		}
		if got := g.code(text("Hi")); got != c.code {
			t.Errorf("after %q: code %d, want %d", c.word, got, c.code)
		}
	}
	carrier := 0
	for _, row := range g.Ledger() {
		if row.Carrier && row.From == sender && row.To == phone {
			carrier++
		}
	}
	if carrier != 6 {
		t.Errorf("the carrier answered %d times, want one for each change", carrier)
	}
}

// TestBlockIsOfThePair: another number of ours still reaches the phone, unless both are one
// service's.
func TestBlockIsOfThePair(t *testing.T) {
	const other = "+12025550101"
	for _, c := range []struct {
		services map[string][]string
		code     int
	}{{nil, 0}, {map[string][]string{service: {sender, other}}, 21610}} {
		g := newRig(t, Options{Services: c.services})
		g.Block(sender, phone)
		form := text("Hi")
		form.Set("From", other)
		if got := g.code(form); got != c.code {
			t.Errorf("services %v: code %d, want %d", c.services, got, c.code)
		}
		g.Unblock(sender, phone)
		if got := g.code(text("Hi")); got != 0 {
			t.Errorf("after unblocking: code %d", got)
		}
	}
}

// TestAdvancedOptOut: the post carries the verdict, and a text to the blocked phone fails
// after it was accepted.
func TestAdvancedOptOut(t *testing.T) {
	g := newRig(t, Options{AdvancedOptOut: true})
	for _, word := range []string{"HELP", "Quit", "info", "START", "hello"} {
		g.Text(t.Context(), phone, "72345", word, nil)
	}
	var got []string
	for _, p := range g.shop.taken() {
		got = append(got, p.form.Get("OptOutType"))
	}
	if len(got) != 5 || got[0] != "HELP" || got[1] != "STOP" || got[2] != "HELP" || got[3] != "START" || got[4] != "" {
		t.Errorf("verdicts %q", got)
	}
	if n := len(g.Ledger()); n != 3 {
		t.Errorf("the carrier answered %d times; HELP of a blocked phone has no answer", n)
	}
	g.Block(sender, phone)
	g.create(g.reported("Hi"))
	g.settled()
	if got := g.shop.statuses(); got != "failed" || len(g.Ledger()) != 3 {
		t.Errorf("statuses %q", got)
	}
	if row := g.Accepted()[3]; row.ErrorCode != 21610 {
		t.Errorf("accepted %+v", row)
	}
}

// TestSpecialSenders: nobody answers for a short code, and a toll-free number knows no YES.
func TestSpecialSenders(t *testing.T) {
	g := newRig(t, Options{})
	g.Text(t.Context(), phone, "72345", "STOP", nil)
	if len(g.Ledger()) != 0 {
		t.Errorf("ledger %+v", g.Ledger())
	}
	const tollFree = "+18335550100"
	form := text("Hi")
	form.Set("From", tollFree)
	for _, c := range []struct {
		word string
		code int
	}{{"STOP", 21610}, {"YES", 21610}, {"START", 0}} {
		g.Text(t.Context(), phone, tollFree, c.word, nil)
		if got := g.code(form); got != c.code {
			t.Errorf("after %s: code %d, want %d", c.word, got, c.code)
		}
	}
}
