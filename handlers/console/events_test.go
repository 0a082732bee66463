package console

import (
	"bufio"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm"
)

// listening is a page that listens.
type listening struct {
	*rig
	answer *http.Response
	lines  *bufio.Scanner
	id     string // the last that it got
}

// event is one event of a stream.
type event struct{ name, data string }

// listen opens a stream, as a page does whose connection was lost after an id.
func (b *browser) listen(path, last string) *listening {
	b.Helper()
	r, _ := http.NewRequestWithContext(b.Context(), http.MethodGet, b.url+path, nil)
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	answer, err := b.Do(r)
	if err != nil || answer.StatusCode != http.StatusOK {
		b.Fatal(answer, err)
	}
	l := &listening{rig: b.rig, answer: answer, lines: bufio.NewScanner(answer.Body)}
	b.Cleanup(l.leave)
	return l
}

func (l *listening) leave() { _ = l.answer.Body.Close() }

// next is the next event.
func (l *listening) next() (e event) {
	l.Helper()
	for l.lines.Scan() {
		name, value, _ := strings.Cut(l.lines.Text(), ": ")
		switch name {
		case "event":
			e.name = value
		case "data":
			e.data = value
		case "id":
			l.id = value
		case "":
			return e
		}
	}
	l.Fatal("the stream ended: ", l.lines.Err())
	return e
}

// wants checks what the next event is.
func (l *listening) wants(name, data string) {
	l.Helper()
	if got := l.next(); got != (event{name, data}) {
		l.Errorf("told %+v, want %s %q", got, name, data)
	}
}

// stream is the address of events that a page names.
func (p page) stream() string {
	p.Helper()
	_, rest, found := strings.Cut(p.body, `data-events="`)
	path, _, _ := strings.Cut(rest, `"`)
	if !found {
		p.Error("the page listens to nothing")
	}
	return html.UnescapeString(path)
}

// Ensure a page is told of what happens after it was made and no more, and one whose connection was lost of what it missed.
func TestEvents(t *testing.T) {
	r := newRig(t)
	kim := r.as("kim", user.Agent)
	kim.listen("/inbox/events", "").wants("change", "") // who cannot say what he has reads anew
	inbox := kim.get("/inbox")
	l := kim.listen(inbox.stream(), "")
	l.wants("beat", "")
	r.joins()
	l.wants("change", "")
	l.leave()
	kim.listen(inbox.stream(), l.id).wants("beat", "") // it has all
	r.texts("IN1", "hello?")
	kim.listen(inbox.stream(), l.id).wants("change", "")
	kim.listen(inbox.stream(), "0-0").wants("change", "") // of another process
	thread := kim.get("/inbox/+12125550123")
	kim.listen(thread.stream(), "").wants("beat", "")
	if !strings.Contains(thread.stream(), "phone="+url.QueryEscape(string(anna))) {
		t.Error(thread.stream())
	}
}

// Ensure those who look at a thread see who else does, and who writes.
func TestPresence(t *testing.T) {
	r := newRig(t)
	kim, lee := r.as("kim", user.Agent), r.as("lee", user.Agent)
	r.joins()
	l := kim.listen(kim.get("/inbox/+12125550123").stream(), "")
	l.wants("beat", "")
	second := lee.listen(lee.get("/inbox/+12125550123").wants(200, "kim is looking at it").stream(), "")
	second.wants("beat", "")
	second.wants("presence", "kim is looking at it")
	l.wants("presence", "lee is looking at it")
	lee.part("/inbox/+12125550123/measure", "body", "Dear Anna").wants(200, "1 segment, GSM-7")
	l.wants("presence", "lee is typing")
	kim.get("/inbox/+12125550123").wants(200, "lee is typing")
	second.leave()
	l.wants("presence", "")
	kim.post("/inbox/+12125550123/take", "from", "").leads("/inbox/+12125550123") // nobody is barred
}

// Ensure somebody who ceased to type is typing no more, that one reader may have several pages, and that no more is remembered than there is.
func TestPresenceEnds(t *testing.T) {
	var p presence
	now := time.Unix(1000, 0)
	says := func(after time.Duration, want string) {
		t.Helper()
		if got := p.others(anna, "kim", now.Add(after)); got != want {
			t.Errorf("after %v: %q, want %q", after, got, want)
		}
	}
	p.typing(anna, "lee", now) // without a page
	says(0, "")
	_, leave := p.look(anna, "lee")
	_, leaveSecond := p.look(anna, "lee")
	_, leaveMax := p.look(anna, "max")
	p.typing(anna, "lee", now)
	says(14*time.Second, "lee is typing, max is looking at it")
	says(15*time.Second, "lee is looking at it, max is looking at it")
	leave()
	says(0, "lee is typing, max is looking at it")
	leaveSecond()
	says(0, "max is looking at it")
	leaveMax()
	says(0, "")
	if len(p.threads) != 0 {
		t.Errorf("%d threads are remembered", len(p.threads))
	}
	for range maxPresent + 1 {
		now = now.Add(time.Second)
		_, leave := p.look(fsm.Phone(now.String()), "kim")
		defer leave()
	}
	if len(p.threads) != maxPresent {
		t.Errorf("%d threads are remembered", len(p.threads))
	}
}
