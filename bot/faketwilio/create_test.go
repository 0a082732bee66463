package faketwilio

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCreateAndFetch sends a text and reads it back.
func TestCreateAndFetch(t *testing.T) {
	g := newRig(t, Options{})
	form := text("Hello " + strings.Repeat("я", 70))
	form.Set("ValidityPeriod", "600")
	made := g.create(form)
	if made.Status != "queued" || made.NumSegments != "2" || made.DateSent != nil || made.ErrorCode != nil {
		t.Errorf("created %+v", made)
	}
	code, _, body := g.call(http.MethodGet, path+"/"+made.SID+".json", nil)
	got := decode[resource](t, body)
	if code != http.StatusOK || got.Status != "delivered" || got.DateSent == nil || got.SID != made.SID {
		t.Errorf("fetched %d %s", code, body)
	}
	row := g.Ledger()[0]
	if row.SID != made.SID || row.ValidityPeriod != 600 || row.Segments != 2 || row.At.Before(row.StartedAt) {
		t.Errorf("ledger has %+v", row)
	}
	if code, _, _ := g.call(http.MethodGet, path+"/SM0.json", nil); code != http.StatusNotFound {
		t.Errorf("unknown SID: %d", code)
	}
}

// TestCreateByService: the service picks a sender, and the answer does not tell which.
func TestCreateByService(t *testing.T) {
	g := newRig(t, Options{Services: map[string][]string{service: {sender}}})
	form := text("Hi")
	form.Del("From")
	form.Set("MessagingServiceSid", service)
	made := g.create(form)
	if made.Status != "accepted" || made.From != nil || made.NumSegments != "0" || *made.MessagingServiceSID != service {
		t.Errorf("created %+v", made)
	}
	if row := g.Ledger()[0]; row.From != sender || row.MessagingServiceSid != service {
		t.Errorf("ledger has %+v", row)
	}
}

// TestCreateRefused: each mistake has its code, and nothing is sent.
func TestCreateRefused(t *testing.T) {
	g := newRig(t, Options{Numbers: []string{sender}, Services: map[string][]string{service: {"+12025550199"}}})
	for _, c := range []struct {
		name, value string
		code        int
	}{
		{"To", "", 21604}, {"To", "12345", 21211}, {"To", sender, 21266},
		{"From", "", 21603}, {"From", "Acme", 21212}, {"From", "+12025550177", 21606},
		{"MessagingServiceSid", "MG7", 21705},
		{"Body", "", 21602}, {"Body", strings.Repeat("я", 1601), 21617},
		{"ValidityPeriod", "0", 21624}, {"ValidityPeriod", "36001", 21624}, {"ValidityPeriod", "x", 21624},
		{"StatusCallback", "not a url", 21609}, {"SendAt", "2026-01-01T00:00:00Z", 20001},
	} {
		form := text("Hi")
		form.Set(c.name, c.value)
		code, _, body := g.call(http.MethodPost, path+".json", form)
		got := decode[refusal](t, body)
		if code != http.StatusBadRequest || got.Code != c.code || got.Status != code || got.Message == "" {
			t.Errorf("%s=%.20q: %d %s, want code %d", c.name, c.value, code, body, c.code)
		}
	}
	if got := g.Accepted(); len(got) != 0 {
		t.Errorf("accepted %+v", got)
	}
	if log := g.Requests(); len(log) != 14 || log[0].Outcome != Refused || log[0].Code != 21604 || log[0].SID != "" {
		t.Errorf("requests %+v", log)
	}
}

// TestLongestBody: 1600 characters are allowed, however many bytes.
func TestLongestBody(t *testing.T) {
	newRig(t, Options{}).create(text(strings.Repeat("я", 1600)))
}

func TestCredentials(t *testing.T) {
	g := newRig(t, Options{AuthToken: "other"})
	for _, c := range []struct{ method, target string }{
		{http.MethodPost, path + ".json"}, {http.MethodGet, path + ".json"}, {http.MethodGet, path + "/SM0.json"},
	} {
		code, head, body := g.call(c.method, c.target, text("Hi"))
		if code != http.StatusUnauthorized || decode[refusal](t, body).Code != 20003 || head.Get("WWW-Authenticate") == "" {
			t.Errorf("%+v: %d %s", c, code, body)
		}
	}
	g = newRig(t, Options{})
	other := strings.Replace(path, DefaultAccountSID, "AC1", 1)
	if code, _, body := g.call(http.MethodPost, other+".json", text("Hi")); code != http.StatusNotFound {
		t.Errorf("other account: %d %s", code, body)
	}
}

// TestMax: the oldest rows fall off, and their SIDs with them.
func TestMax(t *testing.T) {
	g := newRig(t, Options{Max: 2})
	first := g.create(text("1"))
	g.create(text("2"))
	g.create(text("3"))
	var bodies []string
	for _, row := range g.Ledger() {
		bodies = append(bodies, row.Body)
	}
	if diff := cmp.Diff([]string{"2", "3"}, bodies); diff != "" {
		t.Error(diff)
	}
	if code, _, _ := g.call(http.MethodGet, path+"/"+first.SID+".json", nil); code != http.StatusNotFound {
		t.Errorf("fallen row: %d", code)
	}
	if n := len(g.Requests()); n != 2 {
		t.Errorf("%d requests kept", n)
	}
}

// TestSameSeedSameSIDs: SIDs can be foretold, and no two are equal.
func TestSameSeedSameSIDs(t *testing.T) {
	sids := func(seed uint64) (out []string) {
		g := newRig(t, Options{Seed: seed})
		for range 3 {
			out = append(out, g.create(text("Hi")).SID)
			in, _ := g.Text(t.Context(), phone, sender, "Hello", url.Values{})
			out = append(out, in)
		}
		return out
	}
	a := sids(1)
	if diff := cmp.Diff(a, sids(1)); diff != "" {
		t.Error(diff)
	}
	seen := map[string]bool{}
	for _, sid := range append(a, sids(2)...) {
		if seen[sid] || len(sid) != 34 {
			t.Errorf("SID %s twice or misshapen", sid)
		}
		seen[sid] = true
	}
}
