package links

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/visitor"
	"github.com/parley-sms/parley/store"
)

// agents are what real openers call themselves.
var agents = map[fsm.Opener][]string{
	fsm.ByPerson: {
		browser,
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/139.0.7258.76 Mobile/15E148 Safari/604.1",
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36",
		"Mozilla/5.0 (Linux; Android 14; CUBOT P80) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36",
		"Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36",
		"Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UD1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.144 Mobile Safari/537.36",
		"Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/470.0.0;FBBV/612]",
	},
	fsm.ByBot: {
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0", // iMessage
		"facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
		"WhatsApp/2.23.20.0", "WhatsApp/2.2413.51 N", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "TelegramBot (like TwitterBot)",
		"Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)", "Viber/13.3.0", "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
		"Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
		"Mozilla/5.0 (compatible; GoogleMessages/1.0)", "Mozilla/5.0 (compatible; Google-PageRenderer Google (+https://developers.google.com/+/web/snippet/))",
		"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
		"Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36 (compatible; GoogleOther)",
		"BarracudaCentral/1.0", "Mozilla/5.0 (compatible; BarracudaSentinel/1.0)", "Mozilla/5.0 (compatible; Proofpoint URL Defense)",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 SafeLinks",
		"Mozilla/4.0 (compatible; ms-office; MSOffice rmj)", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36",
		"curl/8.7.1", "Wget/1.21.4", "python-requests/2.32.0", "Go-http-client/1.1", "okhttp/4.12.0", "axios/1.7.2", "Java/17.0.2",
	},
	fsm.ByUnknown: {"", "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1)", "Acme Phone 3"},
}

// Ensure that openers are told by what they call themselves, though all else looks like a browser's tap.
func TestAgents(t *testing.T) {
	h := &handlers{bots: bots()}
	for want, list := range agents {
		for _, agent := range list {
			req := &http.Request{Method: http.MethodGet, Header: tapped(agent)}
			if by, why := h.judge(opening{Request: req, now: time.Unix(1e9, 0)}); by != want {
				t.Errorf("%q: by %q (%s), want %q", agent, by, why, want)
			}
		}
	}
}

// Ensure that a browser's name alone makes nobody a person, and that each of the reasons is told.
func TestReasons(t *testing.T) {
	now := time.Unix(1e9, 0)
	h := &handlers{bots: bots()}
	for name, c := range map[string]struct {
		edit func(o *opening)
		by   fsm.Opener
		why  string
	}{
		"tapped":          {func(*opening) {}, fsm.ByPerson, ""},
		"navigated":       {func(o *opening) { o.Header.Set("Sec-Fetch-Mode", "navigate") }, fsm.ByPerson, ""},
		"HEAD":            {func(o *opening) { o.Method = http.MethodHead }, fsm.ByBot, "HEAD"},
		"prefetch":        {func(o *opening) { o.Header.Set("Sec-Purpose", "prefetch;prerender") }, fsm.ByBot, "ahead"},
		"old prefetch":    {func(o *opening) { o.Header.Set("X-Moz", "prefetch") }, fsm.ByBot, "ahead"},
		"preview":         {func(o *opening) { o.Header.Set("X-Purpose", "preview") }, fsm.ByBot, "ahead"},
		"many links":      {func(o *opening) { o.many = true }, fsm.ByBot, "many links"},
		"too soon":        {func(o *opening) { o.link.At = fsm.At(now.Add(-tooSoon + time.Millisecond)) }, fsm.ByBot, "before the text was delivered"},
		"soon, delivered": {func(o *opening) { o.link.At, o.text.DeliveredAt = fsm.At(now.Add(-time.Second)), fsm.At(now) }, fsm.ByPerson, ""},
		"not reported":    {func(o *opening) { o.link.At = fsm.At(now.Add(-tooSoon)) }, fsm.ByPerson, ""},
		"no language":     {func(o *opening) { o.Header.Del("Accept-Language") }, fsm.ByUnknown, "language"},
		"any type":        {func(o *opening) { o.Header.Set("Accept", "*/*") }, fsm.ByUnknown, "page"},
		"a script":        {func(o *opening) { o.Header.Set("Sec-Fetch-Mode", "cors") }, fsm.ByUnknown, "script"},
	} {
		o := opening{Request: &http.Request{Method: http.MethodGet, Header: tapped(browser)}, now: now}
		c.edit(&o)
		if by, why := h.judge(o); by != c.by || !strings.Contains(why, c.why) {
			t.Errorf("%s: by %q, because %q; want %q, %q", name, by, why, c.by, c.why)
		}
	}
}

// Ensure that all openings lead on and are booked by who opened, and that a person behind a preview counts.
func TestBooked(t *testing.T) {
	r := newRig(t)
	for _, c := range []struct {
		method string
		head   http.Header
		by     fsm.Opener
	}{
		{http.MethodHead, tapped(browser), fsm.ByBot}, {http.MethodGet, http.Header{"User-Agent": {browser}}, fsm.ByUnknown},
		{http.MethodGet, tapped(browser), fsm.ByPerson},
	} {
		w := r.ask(c.method, Path+"zzzzzzzzzzz", c.head)
		if w.Code != http.StatusFound || w.Header().Get("Location") != "https://acme.test/" {
			t.Errorf("%s: answered %d %v", c.by, w.Code, w.Header())
		}
		if last := r.clicks[len(r.clicks)-1]; last.By != c.by || (last.Why == "") != (c.by == fsm.ByPerson) {
			t.Errorf("booked %+v, want by %q", last, c.by)
		}
	}
	if r.ask(http.MethodHead, Path+"zzzzzzzzzzz", nil); len(r.clicks) != 3 {
		t.Errorf("booked %d openings, want 3", len(r.clicks))
	}
}

// Ensure that whoever opens one link after the other is a scanner from the fifth on, but for the links that he opens
// again, and that others, and the same later, are not.
func TestCrowd(t *testing.T) {
	var c crowd
	now := time.Unix(1e9, 0)
	one, other := visitor.Network(visitor.Address(&http.Request{RemoteAddr: "8.8.8.8:1"})), visitor.Network(visitor.Address(&http.Request{RemoteAddr: "9.9.9.9:1"}))
	for i, code := range []string{"a", "b", "a", "a", "c", "d", "d"} {
		if c.many(one, code, now.Add(time.Duration(i)*time.Second)) {
			t.Errorf("opening %d of %s is one too many", i, code)
		}
	}
	if !c.many(one, "e", now.Add(8*time.Second)) || !c.many(one, "f", now.Add(9*time.Second)) {
		t.Error("the fifth and sixth are not")
	}
	if c.many(other, "a", now.Add(9*time.Second)) || c.many(one, "g", now.Add(time.Minute)) {
		t.Error("somebody else, or the same a minute later, is a scanner")
	}
}

// Ensure that a scanner that passes itself off as a browser is told by opening many links.
func TestScanner(t *testing.T) {
	r := newRig(t)
	links := []string{"AbCdEfGhIj0", "zzzzzzzzzzz", "one", "two", "three"}
	must(t, r.store, func(d *fsm.Decision) {
		for _, code := range links[2:] {
			d.Links = append(d.Links, fsm.Link{Code: code, Phone: ada, Seq: 9, To: "https://acme.test/" + code})
		}
	})
	for _, code := range links {
		r.click(code)
	}
	if last := r.clicks[4]; last.By != fsm.ByBot || !strings.Contains(last.Why, "many links") {
		t.Errorf("booked %+v, want a bot", last)
	}
}

func must(t *testing.T, s store.Store, edit func(d *fsm.Decision)) {
	t.Helper()
	_, err := s.Update(t.Context(), ada, func(v store.View) (fsm.Decision, error) {
		d := fsm.Decision{Next: v.Record()}
		d.Next.Version++
		edit(&d)
		return d, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
