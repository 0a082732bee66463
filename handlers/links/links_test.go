package links

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

const ada fsm.Phone = "+12125550123"

const browser = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1"

// rig is the links over a store with two of them, and an engine that writes down clicks.
type rig struct {
	*testing.T
	now    time.Time
	fails  error
	clicks []fsm.Clicked
	router *gin.Engine
	store  store.Store
}

func (r *rig) Now() time.Time { return r.now }

func (r *rig) Apply(_ context.Context, phone fsm.Phone, ev fsm.Event) (fsm.Decision, error) {
	if r.fails != nil {
		return fsm.Decision{}, r.fails
	}
	if phone != ada {
		r.Errorf("a click of %s", phone)
	}
	r.clicks = append(r.clicks, ev.(fsm.Clicked))
	return fsm.Decision{}, nil
}

func newRig(t *testing.T) *rig {
	t.Helper()
	gin.SetMode(gin.TestMode)
	r := &rig{T: t, now: time.Date(2026, 5, 4, 16, 0, 50, 0, time.UTC), router: gin.New(), store: memstore.New()}
	must(t, r.store, func(d *fsm.Decision) {
		d.Links = []fsm.Link{
			{Code: "AbCdEfGhIj0", Phone: ada, Seq: 7, To: "https://acme.test/sale?a=1&b=ü", Expires: fsm.At(r.now.Add(time.Hour))},
			{Code: "zzzzzzzzzzz", Phone: ada, Seq: 8, To: "https://acme.test/"},
		}
	})
	Register(r.router, Options{Engine: r, Store: r.store})
	return r
}

func (r *rig) ask(method, path string, head http.Header) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, path, nil)
	if head != nil {
		req.Header = head
	}
	w := httptest.NewRecorder()
	r.router.ServeHTTP(w, req)
	return w
}

func (r *rig) click(code string) *httptest.ResponseRecorder {
	return r.ask(http.MethodGet, Path+code, tapped(browser))
}

// tapped is what a browser sends when somebody taps a link.
func tapped(agent string) http.Header {
	return http.Header{"User-Agent": {agent}, "Accept": {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}, "Accept-Language": {"en-US,en;q=0.9"}}
}

// Ensure that a link leads on, is never cached, and books the click with its message and place.
func TestFollow(t *testing.T) {
	r := newRig(t)
	w := r.click("AbCdEfGhIj0")
	if w.Code != http.StatusFound || w.Header().Get("Location") != "https://acme.test/sale?a=1&b=%c3%bc" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("answered %d %v", w.Code, w.Header())
	}
	want := []fsm.Clicked{{ID: r.clicks[0].ID, Seq: 7, To: "https://acme.test/sale?a=1&b=ü", At: fsm.At(r.now)}}
	if diff := cmp.Diff(want, r.clicks); diff != "" || want[0].ID == "" {
		t.Errorf("booked (-want +got):\n%s", diff)
	}
	for _, told := range []string{string(ada), "2125550123", "0123"} {
		if strings.Contains(fmt.Sprint(w.Body, w.Header()), told) {
			t.Errorf("the answer tells %s", told)
		}
	}
}

// Ensure that repeats within a minute count once, later ones again under another id, and each link by
// itself.
func TestRepeats(t *testing.T) {
	r := newRig(t)
	for _, c := range []struct {
		after time.Duration
		code  string
		want  int
	}{{0, "AbCdEfGhIj0", 1}, {11 * time.Second, "AbCdEfGhIj0", 1}, {0, "zzzzzzzzzzz", 2}, {48 * time.Second, "AbCdEfGhIj0", 2}, {time.Second, "AbCdEfGhIj0", 3}, {2 * time.Minute, "AbCdEfGhIj0", 4}} {
		r.now = r.now.Add(c.after)
		if w := r.click(c.code); w.Code != http.StatusFound || len(r.clicks) != c.want {
			t.Errorf("at %s: %d clicks, status %d, want %d", r.now, len(r.clicks), w.Code, c.want)
		}
	}
	seen := map[string]bool{}
	for _, c := range r.clicks {
		if seen[c.ID] {
			t.Errorf("id %s twice", c.ID)
		}
		seen[c.ID] = true
	}
}

// Ensure that a link that is not there, cut short or over leads to a page that says so.
func TestNowhere(t *testing.T) {
	r := newRig(t)
	for code, want := range map[string]int{"AbCdEfGhIj": 404, "abcdefghij0": 404, "x": 404, strings.Repeat("x", 5000): 404, "%00": 404, "%3Cscript%3E": 404} {
		if w := r.click(code); w.Code != want || !strings.Contains(w.Body.String(), "leads nowhere") || strings.Contains(w.Body.String(), "<script>") {
			t.Errorf("%.20s: %d %s", code, w.Code, w.Body)
		}
	}
	r.now = r.now.Add(time.Hour + time.Second)
	if w := r.click("AbCdEfGhIj0"); w.Code != http.StatusGone || !strings.Contains(w.Body.String(), "expired") {
		t.Errorf("an old link: %d %s", w.Code, w.Body)
	}
	if len(r.clicks) != 0 {
		t.Errorf("counted %v", r.clicks)
	}
}

// Ensure that a click that cannot be booked leads on, and that the next one is booked.
func TestUnbooked(t *testing.T) {
	r := newRig(t)
	r.fails = errors.New("disk full")
	if w := r.click("AbCdEfGhIj0"); w.Code != http.StatusFound {
		t.Errorf("status %d", w.Code)
	}
	r.fails = nil
	if r.click("AbCdEfGhIj0"); len(r.clicks) != 1 {
		t.Errorf("booked %v, want one", r.clicks)
	}
}

// Ensure that one address cannot ask without end, that others go on meanwhile, and that it may again.
func TestCallers(t *testing.T) {
	r := newRig(t)
	from := func(peer, forwarded string) int {
		req := httptest.NewRequest(http.MethodGet, Path+"x", nil)
		req.RemoteAddr = peer
		if forwarded != "" {
			req.Header.Set("X-Forwarded-For", forwarded)
		}
		w := httptest.NewRecorder()
		r.router.ServeHTTP(w, req)
		return w.Code
	}
	for range burst {
		if got := from("8.8.8.8:5", ""); got != http.StatusNotFound {
			t.Fatalf("refused with %d", got)
		}
	}
	for _, c := range []struct {
		peer, forwarded string
		want            int
	}{
		{"8.8.8.8:6", "", 429}, {"8.8.8.8:6", "9.9.9.9", 429}, {"9.9.9.9:1", "", 404}, {"127.0.0.1:1", "1.1.1.1, 8.8.8.8", 429},
		{"127.0.0.1:1", "8.8.8.8, 1.1.1.1", 404}, {"10.0.0.1:1", "", 404}, {"[2606:4700::1]:1", "", 404}, {"nonsense", "nonsense", 404},
	} {
		if got := from(c.peer, c.forwarded); got != c.want {
			t.Errorf("from %s for %q: %d, want %d", c.peer, c.forwarded, got, c.want)
		}
	}
	r.now = r.now.Add(time.Second)
	if got := from("8.8.8.8:5", ""); got != http.StatusNotFound {
		t.Errorf("a second later: %d", got)
	}
}
