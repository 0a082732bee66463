package browser

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Ensure a day's work can be done by the keyboard alone, from the login to handing a thread back.
func TestKeyboard(t *testing.T) {
	w := asked(t)
	w.works("ada", "agent") // sets the password
	d := w.sits("ada at another browser")
	d.open("/login")
	d.do(chromedp.KeyEvent("ada"+kb.Tab+password+kb.Enter), chromedp.WaitVisible("#threads"), chromedp.WaitVisible("[data-list] a"))
	d.do(chromedp.KeyEvent("?"), chromedp.WaitVisible("#keys p"), chromedp.KeyEvent("?"))
	d.do(chromedp.KeyEvent("j"+kb.Enter), chromedp.WaitVisible("#composer"))
	d.do(chromedp.KeyEvent("r"), typed("Good morning!"), chromedp.KeyEvent(kb.Tab))
	d.presses(`#composer button.main`)
	d.sees("Good morning!")
	d.do(chromedp.WaitVisible("#composer"), chromedp.KeyEvent("n"), typed("a regular"), chromedp.KeyEvent(kb.Tab))
	d.presses(`form[action$="/note"] button`)
	d.sees("Note by ada")
	d.do(chromedp.KeyEvent("z"))
	d.presses(`form[action$="/snooze"] button`)
	d.sees("put aside until")
	d.do(chromedp.KeyEvent("e"))
	d.presses(`form[action$="/handback"] button`)
	d.sees("with the bot")
	d.do(chromedp.KeyEvent("u"), chromedp.WaitVisible("#threads"))
	d.sees("Nobody waits")
}

// typed is typing into what has the focus.
func typed(words string) chromedp.Action { return chromedp.KeyEvent(words) }

// presses goes on by the Tab key to a button, which must come soon, and presses it.
func (d *desk) presses(button string) {
	d.Helper()
	for range 8 {
		if ask[bool](d, "document.activeElement.matches('"+strings.ReplaceAll(button, "'", `"`)+"')") {
			d.do(chromedp.KeyEvent(kb.Enter), chromedp.Sleep(200*time.Millisecond), chromedp.WaitReady("body"))
			return
		}
		d.do(chromedp.KeyEvent(kb.Tab))
	}
	d.Fatalf("%s is not reached by the Tab key; it is at %s", button, ask[string](d, "document.activeElement.outerHTML"))
}

// Ensure everything works as plain pages and forms where no scripts run.
func TestWithoutScripts(t *testing.T) {
	w := asked(t)
	d := w.works("ada", "agent", emulation.SetScriptExecutionDisabled(true))
	d.open("/inbox")
	d.do(chromedp.Click("[data-list] a"), chromedp.WaitVisible("#composer"))
	d.do(chromedp.Click(`form[action$="/take"] button`), chromedp.WaitNotPresent(`form[action$="/take"]`))
	d.do(chromedp.SendKeys(answer, "Good morning!"), chromedp.Click("#composer button.main"), chromedp.WaitVisible(".turn.agent"))
	d.do(chromedp.SendKeys(`textarea[name="note"]`, "a regular"), chromedp.Click(`form[action$="/note"] button`), chromedp.WaitVisible(".turn.note"))
	d.do(chromedp.Click(`form[action$="/handback"] button`), chromedp.WaitNotPresent(`form[action$="/handback"]`))
	d.do(chromedp.Click(`form[action="/logout"] button`), chromedp.WaitVisible("#password"))
}
