package faketwilio

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	phone   = "+12025550123"
	sender  = "+12025550100"
	service = "MG00000000000000000000000000000001"
)

// rig is a fake over real HTTP and, where it has one, the server under test.
type rig struct {
	*Server
	t      *testing.T
	url    string
	client *http.Client
	shop   *shop
}

// newRig starts a fake with opt; posts go to a new shop.
func newRig(t *testing.T, opt Options) *rig {
	t.Helper()
	in := newShop(t)
	if opt.InboundURL == "" {
		opt.InboundURL = in.url + "/in?shop=1"
	}
	fake := New(opt)
	ts := httptest.NewServer(fake)
	t.Cleanup(func() {
		fake.Close()
		ts.Close()
	})
	return &rig{Server: fake, t: t, url: ts.URL, client: ts.Client(), shop: in}
}

// path is the API's path of the account.
const path = "/2010-04-01/Accounts/" + DefaultAccountSID + "/Messages"

// do makes an API call with the account's credentials.
func (g *rig) do(ctx context.Context, method, target string, form url.Values) (*http.Response, error) {
	g.t.Helper()
	req, err := http.NewRequestWithContext(ctx, method, g.url+target, strings.NewReader(form.Encode()))
	if err != nil {
		g.t.Fatal(err)
	}
	req.SetBasicAuth(DefaultAccountSID, DefaultAuthToken)
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return g.client.Do(req)
}

// call is do with the answer read; an answer must come.
func (g *rig) call(method, target string, form url.Values) (int, http.Header, string) {
	g.t.Helper()
	res, err := g.do(g.t.Context(), method, target, form)
	if err != nil {
		g.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		g.t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(body)
}

// text is an ordinary create form.
func text(body string) url.Values {
	return url.Values{"To": {phone}, "From": {sender}, "Body": {body}}
}

// reported is text with a callback to the shop.
func (g *rig) reported(body string) url.Values {
	form := text(body)
	form.Set("StatusCallback", g.shop.url+"/status?m="+url.QueryEscape(body))
	return form
}

// create makes a create call that must be answered 201.
func (g *rig) create(form url.Values) resource {
	g.t.Helper()
	code, _, body := g.call(http.MethodPost, path+".json", form)
	if code != http.StatusCreated {
		g.t.Fatalf("create: %d %s", code, body)
	}
	return decode[resource](g.t, body)
}

// await fails the test where done does not come true.
func (g *rig) await(done func() bool) {
	g.t.Helper()
	ctx, cancel := context.WithTimeout(g.t.Context(), 10*time.Second)
	defer cancel()
	if err := g.Await(ctx, done); err != nil {
		g.t.Fatal(err)
	}
}

// settled waits until all statuses are posted.
func (g *rig) settled() {
	g.t.Helper()
	g.await(func() bool { return g.Pending() == 0 })
}

func decode[T any](t *testing.T, body string) T {
	t.Helper()
	var out T
	if err := json.Unmarshal([]byte(body), &out); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return out
}

// shop is a server under test: it checks signatures in its own way and keeps what was posted.
type shop struct {
	url    string
	public string // the URL it believes to have; its own where empty

	mu     sync.Mutex
	posts  []post
	answer http.HandlerFunc
}

// post is one form that came in with a good signature.
type post struct {
	target string // path and query
	token  string
	form   url.Values
}

func newShop(t *testing.T) *shop {
	t.Helper()
	out := &shop{}
	ts := httptest.NewServer(out)
	t.Cleanup(ts.Close)
	out.url = ts.URL
	return out
}

func (sh *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	sh.mu.Lock()
	base, answer := sh.public, sh.answer
	sh.mu.Unlock()
	if base == "" {
		base = sh.url
	}
	if err != nil || !genuine(base+r.RequestURI, string(body), r.Header.Get("X-Twilio-Signature")) {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	form, _ := url.ParseQuery(string(body))
	sh.mu.Lock()
	sh.posts = append(sh.posts, post{r.RequestURI, r.Header.Get("I-Twilio-Idempotency-Token"), form})
	sh.mu.Unlock()
	if answer == nil {
		answer = replyWith("text/xml", "<Response/>")
	}
	answer(w, r)
}

// answerWith sets how later posts are answered.
func (sh *shop) answerWith(answer http.HandlerFunc) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.answer = answer
}

func (sh *shop) taken() []post {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	return append([]post(nil), sh.posts...)
}

// statuses gives the statuses in the order in which they came.
func (sh *shop) statuses() string {
	var out []string
	for _, p := range sh.taken() {
		if strings.HasPrefix(p.target, "/status") {
			out = append(out, p.form.Get("MessageStatus"))
		}
	}
	return strings.Join(out, " ")
}

func replyWith(contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, body)
	}
}

// genuine checks a signature from the raw body, without the code under test.
func genuine(rawURL, body, signature string) bool {
	var pairs []string
	for part := range strings.SplitSeq(body, "&") {
		name, value, _ := strings.Cut(part, "=")
		name, errN := url.QueryUnescape(name)
		value, errV := url.QueryUnescape(value)
		if errN != nil || errV != nil {
			return false
		}
		pairs = append(pairs, name+"\x00"+value)
	}
	sort.Strings(pairs)
	mac := hmac.New(sha1.New, []byte(DefaultAuthToken))
	mac.Write([]byte(rawURL + strings.ReplaceAll(strings.Join(pairs, ""), "\x00", "")))
	want := base64.StdEncoding.EncodeToString(mac.Sum(nil))
	return hmac.Equal([]byte(want), []byte(signature))
}
