package console

import (
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/draft"
	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/handlers"
	"github.com/parley-sms/parley/store/memstore"
	"github.com/parley-sms/parley/store/search"
)

const password = "correct horse battery"

// rig is a console over HTTP. Each of its browsers keeps cookies of its own.
type rig struct {
	*testing.T
	mu    sync.Mutex // over now
	now   time.Time
	store *memstore.Store
	users *user.Book
	url   string

	deployer *deploy.Deployer
	engine   *bot.Engine
	search   *search.Index
	beside   workers
}

func (r *rig) Now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

// passes lets time pass.
func (r *rig) passes(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{T: t, now: time.Date(2026, 5, 4, 16, 0, 0, 0, time.UTC), store: memstore.New()}
	r.users = &user.Book{Values: r.store, Now: r.Now}
	r.index()
	r.run()
	web, err := handlers.New(slog.New(slog.DiscardHandler), func(g gin.IRouter) error {
		Register(g, Deps{Users: r.users, Store: r.store, Engine: r.engine, Deploy: r.deployer, Explain: r.explainer(), Dossier: r.dossiers(), Report: r.reporter(), Search: r.search, Drafts: &draft.Book{Values: r.store, Now: r.Now}, Log: slog.New(slog.DiscardHandler)})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(web)
	t.Cleanup(server.Close)
	r.url = server.URL
	return r
}

// browser is a browser without redirects followed, so that tests see them.
type browser struct {
	*rig
	http.Client
}

func (r *rig) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		r.Fatal(err)
	}
	return &browser{r, http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as is a browser in which somebody of a role is logged in.
func (r *rig) as(name string, role user.Role) *browser {
	r.Helper()
	secret, err := r.users.Add(r.Context(), name, role, "test")
	if err != nil {
		r.Fatal(err)
	}
	b := r.browser()
	b.post(Welcome(secret), "password", password, "again", password).wants(303, "")
	return b
}

// page is an answer, read.
type page struct {
	*rig
	status int
	head   http.Header
	body   string
}

func (b *browser) do(r *http.Request) page {
	b.Helper()
	answer, err := b.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.Fatal(err)
	}
	return page{b.rig, answer.StatusCode, answer.Header, string(body)}
}

func (b *browser) get(path string) page {
	b.Helper()
	r, _ := http.NewRequestWithContext(b.Context(), http.MethodGet, b.url+path, nil)
	return b.do(r)
}

func (b *browser) post(path string, fields ...string) page {
	b.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	r, _ := http.NewRequestWithContext(b.Context(), http.MethodPost, b.url+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

// wants expects a status, and words on the page, as they are read or as HTML.
func (p page) wants(status int, words string) page {
	p.Helper()
	if p.status != status || !strings.Contains(p.body, words) && !strings.Contains(html.UnescapeString(p.body), words) {
		p.Errorf("%d, want %d with %q:\n%.1500s", p.status, status, words, p.body)
	}
	return p
}

func (p page) leads(to string) {
	p.Helper()
	if p.status != 303 && p.status != 302 || p.head.Get("Location") != to {
		p.Errorf("%d to %q, want %q", p.status, p.head.Get("Location"), to)
	}
}

// Ensure the first link makes the first account and logs it in, once.
func TestFirst(t *testing.T) {
	r := newRig(t)
	secret, err := r.users.First(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b := r.browser()
	b.get(Welcome(secret)).wants(200, "first account")
	b.post(Welcome(secret), "name", "ada", "password", "short", "again", "short").wants(422, "10 or more")
	b.post(Welcome(secret), "name", "ada", "password", password, "again", "other").wants(422, "differ")
	b.post(Welcome(secret), "name", "ada", "password", password, "again", password).leads("/")
	b.get("/staff").wants(200, "ada")
	r.browser().get(Welcome(secret)).wants(404, "used already")
}

// Ensure nobody sees a page without being logged in, and each role only its own.
func TestDoors(t *testing.T) {
	r := newRig(t)
	admin, agent, nobody := r.as("ada", user.Admin), r.as("bob", user.Agent), r.browser()
	for _, path := range []string{"/staff", "/staff/audit", "/workflows", "/workflows/welcome", "/compliance", "/programs", "/programs/1"} {
		nobody.get(path).leads("/login?next=" + url.QueryEscape(path))
		agent.get(path).wants(403, "does not include")
		admin.get(path).wants(200, "")
	}
	for _, path := range []string{"/staff", "/staff/ada", "/workflows/welcome/pause", "/people/+12125550123/erase", "/compliance/proof", "/programs/1", "/compliance/revocations/+12125550123", "/account/password", "/account/sessions", "/logout"} {
		nobody.post(path, "name", "eve", "role", "admin").leads("/login")
	}
	agent.post("/staff", "name", "eve", "role", "admin").wants(403, "")
	agent.post("/staff/bob", "do", "role", "role", "admin").wants(403, "")
	if list, _ := r.users.List(t.Context()); len(list) != 2 {
		t.Errorf("accounts: %v", list)
	}
}

// Ensure a login leads to where one wanted to go, never to another site, and that a wrong one is told and slowed down.
func TestLogin(t *testing.T) {
	r := newRig(t)
	r.as("ada", user.Admin)
	for next, want := range map[string]string{"/staff?x=1": "/staff?x=1", "": "/", "https://evil.test/": "/", "//evil.test": "/",
		`/\evil.test`: "/", "/\tevil": "/", "/login": "/"} {
		r.browser().post("/login", "name", "Ada", "password", password, "next", next).leads(want)
	}
	b := r.browser()
	b.get("/login?next=%2Fstaff").wants(200, `value="/staff"`)
	for range 5 {
		b.post("/login", "name", "ada", "password", "wrong").wants(401, "do not go together")
	}
	if p := b.post("/login", "name", "ada", "password", password).wants(429, "Too many"); p.head.Get("Retry-After") != "2" {
		t.Errorf("Retry-After: %q", p.head.Get("Retry-After"))
	}
}

// Ensure the session cookie cannot be read by scripts nor sent along by other sites, and that pages run nothing that is written into them.
func TestHeaders(t *testing.T) {
	r := newRig(t)
	r.as("ada", user.Admin)
	p := r.browser().post("/login", "name", "ada", "password", password)
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(p.head.Get("Set-Cookie"), want) {
			t.Errorf("the cookie %q lacks %s", p.head.Get("Set-Cookie"), want)
		}
	}
	if csp := r.browser().get("/login").head.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || !strings.Contains(csp, "default-src 'self'") {
		t.Errorf("policy: %s", csp)
	}
}

// Ensure posts from pages of other sites change nothing.
func TestOtherSites(t *testing.T) {
	r := newRig(t)
	b := r.as("ada", user.Admin)
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+"/staff", strings.NewReader("name=eve&role=admin"))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", "https://evil.test")
	b.do(req).wants(403, "another site")
	if list, _ := r.users.List(t.Context()); len(list) != 1 {
		t.Errorf("accounts: %v", list)
	}
}

// Ensure an admin makes, changes and disables accounts, that what is said of people is never HTML, and that all of it is written down.
func TestStaff(t *testing.T) {
	r := newRig(t)
	ada := r.as("ada", user.Admin)
	ada.post("/staff", "name", "<b>", "role", "agent").wants(422, "cannot name an account")
	ada.post("/staff", "name", "bob", "role", "boss").wants(422, "is no role")
	ada.post("/staff", "name", "Bob", "role", "agent").wants(200, "/welcome/")
	ada.post("/staff", "name", "bob", "role", "agent").wants(422, "already")
	ada.post("/staff/bob", "do", "role", "role", "marketer").leads("/staff")
	ada.post("/staff/bob", "do", "invite").wants(200, "Give this link to bob")
	ada.post("/staff/bob", "do", "disable").leads("/staff")
	ada.post("/staff/bob", "do", "nonsense").wants(422, "nothing that can be done")
	ada.post("/staff/ada", "do", "disable").wants(422, "last admin")
	p := ada.get("/staff/audit").wants(200, "made the account bob (agent)")
	for _, did := range []string{"made bob marketer", "made a link for a new password of bob", "disabled the account bob"} {
		p.wants(200, did)
	}
}

// Ensure a password is changed by who knows it, and that this ends the other sessions.
func TestPassword(t *testing.T) {
	r := newRig(t)
	here := r.as("ada", user.Admin)
	there := r.browser()
	there.post("/login", "name", "ada", "password", password).leads("/")
	here.post("/account/password", "old", "wrong", "password", password+"!", "again", password+"!").wants(422, "not your present password")
	here.post("/account/password", "old", password, "password", password+"!", "again", password+"!").wants(200, "is changed")
	there.get("/account").leads("/login?next=%2Faccount")
	here.get("/account").wants(200, "This one")
	here.post("/logout").leads("/login")
	here.get("/account").leads("/login?next=%2Faccount")
}

// Ensure a request that is too large is refused without harm.
func TestOversized(t *testing.T) {
	r := newRig(t)
	b := r.as("ada", user.Admin)
	b.post("/staff", "name", strings.Repeat("x", 1<<20), "role", "agent").wants(422, "cannot name an account")
}
