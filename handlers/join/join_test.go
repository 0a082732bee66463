package join

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
)

const settings = `brand: Acme & Söhne
contact: help@acme.test
frequency: 4 msgs/month
language: en
languages: [en, es]
senders: ["+15550100100"]
keywords: { join: { does: opt_in }, hours: { reply: "{{ brand }}: 9-5." } }
join: { title: { en: "Texts, first", es: "Mensajes, primero" }, note: "<b>New</b> things.", terms: "https://acme.test/terms", privacy: "https://acme.test/privacy", region: US }
`

// rig is the pages over an engine that writes down what it is told.
type rig struct {
	*testing.T
	program *fsm.Program
	fails   error
	asked   []fsm.OptIn
	phones  []fsm.Phone
	router  *gin.Engine
}

func (r *rig) Now() time.Time        { return time.Date(2026, 5, 4, 16, 0, 0, 0, time.UTC) }
func (r *rig) Program() *fsm.Program { return r.program }

func (r *rig) Apply(_ context.Context, phone fsm.Phone, ev fsm.Event) (fsm.Decision, error) {
	if r.fails != nil {
		return fsm.Decision{}, r.fails
	}
	r.phones, r.asked = append(r.phones, phone), append(r.asked, ev.(fsm.OptIn))
	return fsm.Decision{Nothing: len(r.asked)%2 == 0}, nil
}

func newRig(t *testing.T) *rig {
	t.Helper()
	gin.SetMode(gin.TestMode)
	p, findings := program.Check(fstest.MapFS{"program.yaml": &fstest.MapFile{Data: []byte(settings)}})
	if p == nil {
		t.Fatal(findings)
	}
	r := &rig{T: t, program: p, router: gin.New()}
	Register(r.router, Options{Engine: r, Base: "https://sms.acme.test", Log: slog.New(slog.DiscardHandler)})
	return r
}

func (r *rig) ask(method, path, body string, head http.Header) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	if head != nil {
		req.Header = head
	}
	w := httptest.NewRecorder()
	r.router.ServeHTTP(w, req)
	return w
}

var tokenForm = regexp.MustCompile(`name="token" value="([^"]+)"`)

// post fills the form in, with the token that the page gave.
func (r *rig) post(phone, agree string, head http.Header) *httptest.ResponseRecorder {
	r.Helper()
	token := tokenForm.FindStringSubmatch(r.ask(http.MethodGet, "/join/join", "", nil).Body.String())
	if head == nil {
		head = http.Header{}
	}
	head.Set("Content-Type", "application/x-www-form-urlencoded")
	return r.ask(http.MethodPost, "/join/join", url.Values{"phone": {phone}, "agree": {agree}, "token": {token[1]}}.Encode(), head)
}

// Ensure that the page tells all that somebody agrees to, in the browser's language, with a box that is not ticked, and
// nothing that could run.
func TestPage(t *testing.T) {
	r := newRig(t)
	w := r.ask(http.MethodGet, "/join/JOIN", "", http.Header{"Accept-Language": {"es-MX,en;q=0.5"}})
	body := w.Body.String()
	for _, want := range []string{`<html lang="es">`, "Mensajes, primero", "&lt;b&gt;New", "Acme &amp; Söhne (4 msgs/month)", "no es condición de compra", "STOP", "HELP", "tarifas",
		"https://acme.test/terms", "https://acme.test/privacy", `href="sms:&#43;15550100100?&amp;body=JOIN"`, "/join/join/qr.svg"} {
		if !strings.Contains(body, want) {
			t.Errorf("it lacks %s", want)
		}
	}
	if strings.Contains(body, "<script") || strings.Contains(body, " checked") || strings.Contains(body, "style=") || w.Header().Get("Set-Cookie") != "" {
		t.Error("it has a script, a ticked box, a style or a cookie")
	}
	if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Errorf("its policy is %s", csp)
	}
	if body := r.ask(http.MethodGet, "/join/join", "", http.Header{"Accept-Language": {"ja"}}).Body.String(); !strings.Contains(body, "Texts, first") {
		t.Error("a language that the program lacks is not answered in its own")
	}
	for path, status := range map[string]int{"/join/hours": 404, "/join/nothing": 404, "/join/join/x.svg": 404, "/join/hours/qr.svg": 404, "/join/assets/join.css": 200, "/join/assets/..%2fpage.html": 404} {
		if w := r.ask(http.MethodGet, path, "", nil); w.Code != status {
			t.Errorf("%s: %d, want %d", path, w.Code, status)
		}
	}
}

// Ensure that a form asks the machine to ask, with all that proves what was shown, and is answered the same whatever
// the machine makes of it.
func TestForm(t *testing.T) {
	r := newRig(t)
	for _, phone := range []string{"(212) 555-0123", "+1 212 555 0123"} {
		w := r.post(phone, "yes", http.Header{"User-Agent": {"Mozilla\xff"}})
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/join/join?sent=1" {
			t.Errorf("%s: %d %v", phone, w.Code, w.Header())
		}
	}
	shown := "I agree to get recurring automated marketing texts from Acme & Söhne at this number (4 msgs/month). Consent is not a condition of purchase. Msg & data rates may apply. Reply HELP for help, STOP to cancel."
	want := fsm.OptIn{Purpose: fsm.ForMarketing, Source: "form /join/join", At: fsm.At(r.Now()), Ask: true, Evidence: map[string]string{
		"form": "https://sms.acme.test/join/join", "shown": shown, "keyword": "join", "user_agent": "Mozilla", "ip": "192.0.2.1", "language": "en"}}
	if diff := cmp.Diff([]fsm.OptIn{want, want}, r.asked); diff != "" || r.phones[0] != "+12125550123" || r.phones[1] != r.phones[0] {
		t.Errorf("%v (-want +got):\n%s", r.phones, diff)
	}
	if body := r.ask(http.MethodGet, "/join/join?sent=1", "", nil).Body.String(); !strings.Contains(body, "Look at your phone") || strings.Contains(body, "<form") {
		t.Error("nobody is told to look at the phone")
	}
}

// Ensure that what is wrong with a form is said at its field, keeps what was typed, and asks nobody.
func TestFormRefused(t *testing.T) {
	r := newRig(t)
	form := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	for _, c := range []struct {
		w      *httptest.ResponseRecorder
		status int
		want   string
	}{
		{r.post("911", "yes", nil), 422, "Please write your number"},
		{r.post("<script>alert(1)</script>", "yes", nil), 422, "&lt;script&gt;alert(1)"},
		{r.post(strings.Repeat("1", 500), "yes", nil), 422, `value=""`},
		{r.post("2125550123", "", nil), 422, "Please tick the box"},
		{r.post("2125550123", "no", nil), 422, `value="2125550123"`},
		{r.post("2125550123", "yes", http.Header{"Sec-Fetch-Site": {"cross-site"}}), 403, "another site"},
		{r.ask(http.MethodPost, "/join/join", "phone=2125550123&agree=yes", form.Clone()), 403, "open for too long"},
		{r.ask(http.MethodPost, "/join/join", "phone=2125550123&agree=yes&token=1.00", form.Clone()), 403, "open for too long"},
		{r.ask(http.MethodPost, "/join/join", "phone="+strings.Repeat("1", maxForm), form.Clone()), 400, "our fault"},
		{r.ask(http.MethodPost, "/join/hours", "", form.Clone()), 404, "no such page"},
	} {
		if c.w.Code != c.status || !strings.Contains(c.w.Body.String(), c.want) {
			t.Errorf("%d, want %d with %s", c.w.Code, c.status, c.want)
		}
	}
	if len(r.asked) > 0 {
		t.Errorf("asked %v", r.asked)
	}
	r.fails = errors.New("the disk is full")
	if w := r.post("2125550123", "yes", nil); w.Code != 503 || strings.Contains(w.Body.String(), "disk") {
		t.Errorf("not stored: %d", w.Code)
	}
}

// Ensure that one address cannot let us text many numbers.
func TestFormsBounded(t *testing.T) {
	r := newRig(t)
	for i := range burst + 3 {
		w := r.post("212555012"+string(rune('0'+i)), "yes", nil)
		if want := map[bool]int{true: 303, false: 429}[i < burst]; w.Code != want {
			t.Errorf("form %d: %d, want %d", i+1, w.Code, want)
		}
	}
	if len(r.asked) != burst {
		t.Errorf("asked %d times", len(r.asked))
	}
}

// Ensure that the code is a picture with a white border, and that no code is offered where there is no number.
func TestCode(t *testing.T) {
	r := newRig(t)
	w := r.ask(http.MethodGet, "/join/join/qr.svg", "", nil)
	if w.Code != 200 || w.Header().Get("Content-Type") != "image/svg+xml" || !strings.HasPrefix(w.Body.String(), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 `) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	r.program.Senders[0].Address = "MG00000000000000000000000000000000"
	if w := r.ask(http.MethodGet, "/join/join/qr.svg", "", nil); w.Code != 404 {
		t.Errorf("without a number: %d", w.Code)
	}
	if body := r.ask(http.MethodGet, "/join/join", "", nil).Body.String(); strings.Contains(body, "qr.svg") || strings.Contains(body, "sms:") {
		t.Error("the page offers to text a number that there is not")
	}
}

// Ensure that every language says all that consent needs, and every word.
func TestWords(t *testing.T) {
	for name, w := range known() {
		for _, need := range []string{"%[1]s", "%[2]s", "HELP", "STOP"} {
			if !strings.Contains(w.Agree, need) {
				t.Errorf("%s: what people agree to lacks %s", name, need)
			}
		}
		for _, word := range []string{w.Title, w.Number, w.Hint, w.Send, w.Or, w.Text, w.Scan, w.Terms, w.Privacy, w.Sent, w.SentNote, w.Stopped, w.BadNumber, w.BadBox, w.Stale, w.Busy, w.Broken} {
			if word == "" {
				t.Errorf("%s lacks a word", name)
			}
		}
	}
}
