package browser

import (
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

const answer = `textarea[name="body"]`

// asked is a world in which the person waits for somebody of the staff.
func asked(t *testing.T) *world {
	w := newWorld(t)
	w.says("JOIN")
	w.says("YES")
	w.says("AGENT")
	return w
}

// Ensure of two who want a thread at the same moment one has it, and the other is told who.
func TestRace(t *testing.T) {
	w := asked(t)
	desks := []*desk{w.works("ada", "agent"), w.works("bob", "agent")}
	for _, d := range desks {
		d.open(thread())
		d.do(chromedp.WaitVisible(answer))
	}
	var both sync.WaitGroup
	for _, d := range desks {
		both.Go(func() {
			_ = chromedp.Run(d.ctx, chromedp.Click(`form[action$="/take"] button`), chromedp.WaitReady("body"))
		})
	}
	both.Wait()
	var owners []string
	for _, d := range desks {
		d.open(thread())
		if chip := ask[string](d, `document.querySelector("#who .chip").innerText`); strings.Contains(chip, "yours") {
			owners = append(owners, d.name)
		} else if !strings.Contains(chip, "has it") {
			t.Errorf("%s is told %q", d.name, chip)
		}
	}
	if len(owners) != 1 {
		t.Errorf("the thread is of %v", owners)
	}
	desks[0].shot("thread")
}

// Ensure an answer to what one has not read is not sent: the newer text is shown, and the draft stays.
func TestStaleAnswer(t *testing.T) {
	w := asked(t)
	d := w.works("ada", "agent", emulation.SetScriptExecutionDisabled(true)) // so that the page does not follow
	d.open(thread())
	w.says("and another thing")
	d.do(chromedp.SendKeys(answer, "Hello, what is it?"), chromedp.Click(`#composer button.main`), chromedp.WaitVisible(".notice"))
	var shows, draft string
	d.do(chromedp.Text("body", &shows, chromedp.ByQuery), chromedp.Value(answer, &draft))
	if !strings.Contains(shows, "and another thing") || draft != "Hello, what is it?" || ask[int](d, `document.querySelectorAll(".turn.agent").length`) != 0 {
		t.Errorf("the draft is %q, and the page shows:\n%s", draft, shows)
	}
	d.do(chromedp.Click(`#composer button.main`), chromedp.WaitVisible(".turn.agent"))
	if d.do(chromedp.Text("#turns", &shows)); !strings.Contains(shows, "Hello, what is it?") {
		t.Errorf("sent again, it is not there:\n%s", shows)
	}
}

// Ensure a page that lost its line catches up when it has it again, and what one is writing stays.
func TestDrop(t *testing.T) {
	w := asked(t)
	way := w.lay()
	through := *w
	through.at = "http://" + way.Addr().String()
	d := through.works("ada", "agent")
	d.open(thread())
	d.do(chromedp.SendKeys(answer, "I am just writ"))
	way.set(true)
	w.says("are you there?")
	way.set(false)
	d.sees("are you there?")
	w.says("hello?")
	d.sees("hello?")
	var draft string
	if d.do(chromedp.Value(answer, &draft)); draft != "I am just writ" {
		t.Errorf("the draft is %q", draft)
	}
}

// Ensure a STOP that comes while somebody is typing shows at once that nothing can be sent any more, and leaves his
// words where they can be read.
func TestStopWhileTyping(t *testing.T) {
	w := asked(t)
	d := w.works("ada", "agent")
	d.open(thread())
	d.do(chromedp.SendKeys(answer, "One moment"))
	w.says("STOP")
	d.sees("gets no texts any more")
	d.do(chromedp.Poll(`!document.querySelector('#composer button.main')`, nil, chromedp.WithPollingTimeout(patience)))
	if words := ask[string](d, `document.querySelector("main").innerText`); !strings.Contains(words, "One moment") {
		t.Errorf("what was typed is gone:\n%s", words)
	}
	d.shot("stopped")
}
