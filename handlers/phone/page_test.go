package phone_test

import (
	"bufio"
	"context"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	handset "github.com/parley-sms/parley/bot/phone"
	"github.com/parley-sms/parley/fsm"
)

// page fetches the page as a browser without JavaScript does.
func (r *rig) page(query string) string {
	r.Helper()
	w := r.do(request{path: "/phone" + query, accept: "text/html"})
	if w.Code != http.StatusOK {
		r.Fatalf("the page is answered with %d", w.Code)
	}
	return html.UnescapeString(w.Body.String())
}

// Ensure the page works by plain forms: a post leads back to the handsets it came from, and what
// happened is on it, with what is behind it.
func TestPageWithoutScript(t *testing.T) {
	r := newRig(t)
	if page := r.page(""); !strings.Contains(page, "No texts yet") || !strings.Contains(page, "+12125550123") {
		t.Error("a new page does not say what to do")
	}
	const view = "&view=%2B12125550123&view=%2B12125550124"
	for _, post := range []request{
		{path: "/phone/messages", body: "from=%2B12125550123&quick=JOIN&body=typed" + view},
		{path: "/phone/messages", body: "from=%2B12125550123&body=YES&deliver=twice" + view},
		{path: "/phone/faults", body: "kind=undelivered&count=1" + view},
		{path: "/phone/clock", body: "advance=15m" + view},
	} {
		post.method, post.kind, post.accept = "POST", formKind, "text/html,application/xhtml+xml"
		w := r.do(post)
		if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != "/phone?number=%2B12125550123&number=%2B12125550124" {
			t.Errorf("%s %s leads with %d to %q", post.path, post.body, w.Code, to)
		}
	}
	r.text(anna, "HELP")
	page := r.page("?number=%2B12125550123&number=%2B12125550124")
	for _, part := range []string{
		"JOIN</p>", "reply YES to get texts", "✓✓ delivered", "✕ undelivered 30003", "bubble missed", "read as confirm (exact “yes”)",
		"welcome.interest", "1 or one or first or skin or skin care or piel = skincare", "welcome.interest waits no longer",
		"the opt-in is confirmed: pending → subscribed (YES)", "15 min ahead", "Handset +12125550124",
	} {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %q", part)
		}
	}
}

// Ensure the page runs nothing that is written into it, every field has a label, ids are unique,
// and a text is shown as it is.
func TestPageIsSound(t *testing.T) {
	r := newRig(t)
	r.text(anna, `<script>alert("x")</script>`)
	w := r.do(request{path: "/phone?number=%2B12125550123&number=%2B12125550124"})
	page := w.Body.String()
	if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'self'") {
		t.Errorf("the policy is %q", policy)
	}
	for _, wrong := range []string{"<script>", " style=", " onclick=", "javascript:"} {
		if strings.Contains(page, wrong) {
			t.Errorf("the page has %q", wrong)
		}
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]] {
			t.Errorf("two elements have the id %s", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`<(?:input|select) id="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if !strings.Contains(page, `for="`+m[1]+`"`) {
			t.Errorf("the field %s has no label", m[1])
		}
	}
	for _, m := range regexp.MustCompile(` (?:form|aria-labelledby|href)="#?([a-z][^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !ids[m[1]] {
			t.Errorf("nothing has the id %s", m[1])
		}
	}
}

// Ensure every fault and every delivery is on offer, in words.
func TestPageOffersEverything(t *testing.T) {
	page := newRig(t).page("")
	for _, f := range handset.Faults() {
		if !strings.Contains(page, `value="`+string(f)+`"`) || strings.Contains(page, ">"+string(f)+"<") {
			t.Errorf("the fault %s is not offered in words", f)
		}
	}
	for _, d := range handset.Deliveries() {
		if !strings.Contains(page, `name="deliver" value="`+string(d)+`"`) {
			t.Errorf("the delivery %s is not offered", d)
		}
	}
}

// Ensure at most four handsets stand beside one another, each once, and a wrong number is said.
func TestHandsetsBeside(t *testing.T) {
	r := newRig(t)
	var query []string
	for i := range 6 {
		query = append(query, fmt.Sprintf("number=%%2B1212555010%d&number=%%2B1212555010%d", i, i))
	}
	if got := strings.Count(r.page("?"+strings.Join(query, "&")), `<section class="handset"`); got != 4 {
		t.Errorf("%d handsets are shown, want 4", got)
	}
	w := r.do(request{path: "/phone?number=212-555"})
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "is no phone number") {
		t.Errorf("a wrong number is answered with %d", w.Code)
	}
}

// Ensure a long thread shows its newest texts and says that there are older ones.
func TestLongThread(t *testing.T) {
	r := newRig(t)
	for i := range 201 {
		if _, _, err := r.phone.Text(t.Context(), fsm.Phone(anna), handset.DefaultSender, fmt.Sprintf("text %d", i), handset.Once); err != nil {
			t.Fatal(err)
		}
	}
	page := r.page("")
	if !strings.Contains(page, "Older texts are not shown") || !strings.Contains(page, "text 200</p>") || strings.Contains(page, "text 0</p>") {
		t.Error("the page does not show the newest texts of a long thread alone")
	}
}

// Ensure a change is told by an event to those who show the handset, and the stream ends with them.
func TestEvents(t *testing.T) {
	r := newRig(t)
	server := httptest.NewServer(r.web)
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/phone/events?number=%2B12125550123", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if kind := answer.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/event-stream") {
		t.Fatalf("the stream is %q", kind)
	}
	lines := bufio.NewScanner(answer.Body)
	wantEvent(t, lines) // the first comes at once, for what changed before
	for _, change := range []func(){
		func() { r.text(anna, "JOIN") },
		func() { r.post("/phone/clock", map[string]string{"advance": "1m"}) },
		func() { r.post("/phone/faults", map[string]string{"kind": "slow"}) },
	} {
		change()
		wantEvent(t, lines)
	}
}

func wantEvent(t *testing.T, lines *bufio.Scanner) {
	t.Helper()
	for lines.Scan() {
		if lines.Text() == "event: change" {
			return
		}
	}
	t.Fatalf("the stream ended without an event: %v", lines.Err())
}
