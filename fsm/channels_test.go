package fsm

import (
	"strings"
	"testing"
	"time"
)

// Ensure that what other channels sent fills the caps that say so from when it happened, however late and in whatever
// order it is told, fills no other cap and none of the law's, and is named by the verdict.
func TestChannels(t *testing.T) {
	noon := At(time.Date(2026, 3, 4, 17, 0, 0, 0, time.UTC))
	day := 24 * time.Hour
	def := shop()
	def.Events["email_sent"] = EventType{}
	def.Caps = []Cap{{Max: 2, Per: day, Also: []string{"email_sent"}}, {Max: 1, Per: day, Classes: []Class{Promo}}}
	p, err := Compile(def, "r")
	if err != nil {
		t.Fatal(err)
	}
	rec := Record{Phone: thePerson, State: Subscribed, Marketing: Consent{Given: true}, Revision: "r", Version: 1, Zones: []string{theZone}}
	if got := said(t, p, rec, "sale", noon); got != "" {
		t.Errorf("before anything: %s", got)
	}
	for n, ago := range []time.Duration{2 * time.Hour, 5 * time.Hour, 30 * time.Hour} {
		e := Fact{Happened: Happened{ID: string(rune(97 + n)), Type: "email_sent", At: noon.Add(-ago)}}
		for range 2 { // the second time it does nothing
			dec, err := decideChecked(p, rec, Inputs{}, e, noon)
			if err != nil {
				t.Fatal(err)
			}
			rec = dec.Next
		}
	}
	if n := len(rec.Released); n != 2 || rec.Released[0].At > rec.Released[1].At {
		t.Errorf("remembered are %+v", rec.Released)
	}
	want := "wait cap 2 per 24h with email_sent, filled by 2 email_sent until 2026-03-05T12:00:00Z"
	for _, workflow := range []string{"sale", "news"} {
		if got := said(t, p, rec, workflow, noon); !strings.HasPrefix(got, want[:len("wait cap 2 per 24h with email_sent, filled by 2 email_sent")]) {
			t.Errorf("%s: got %s, want %s", workflow, got, want)
		}
	}
	if got := said(t, p, rec, "order", noon); got != "" {
		t.Errorf("a service text: %s", got)
	}
}

// Ensure that a cap says what is wrong with the events that it counts.
func TestChannelsThatAreNone(t *testing.T) {
	for kind, want := range map[string]string{"nothing_of_the_sort": "nothing_of_the_sort", "opted_in": "raised by Parley itself"} {
		def := shop()
		def.Caps = []Cap{{Max: 2, Per: 24 * time.Hour, Also: []string{kind}}}
		if _, err := Compile(def, "r"); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "also[0]") {
			t.Errorf("%s: %v", kind, err)
		}
	}
}
