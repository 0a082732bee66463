package browser

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// person is who texts in all stories, and password what all the staff have.
const (
	person   = "+12125550123"
	password = "correct horse battery"
)

// patience is how long anything may take that a page does; only a fault takes as long.
const patience = 60 * time.Second

var parley string // the command

func TestMain(m *testing.M) {
	flag.Parse()
	dir, err := os.MkdirTemp("", "parley-browser")
	if err == nil {
		parley = filepath.Join(dir, "parley")
		var said []byte
		if said, err = exec.Command("go", "build", "-trimpath", "-o", parley, "github.com/parley-sms/parley/cmd/parley").CombinedOutput(); err != nil {
			err = fmt.Errorf("%w: %s", err, said)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "build the command:", err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// chromium finds the browser.
func chromium(t *testing.T) string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("PARLEY_BROWSER") == "required" {
		t.Fatal("there is no Chromium")
	}
	t.Skip("there is no Chromium; install it, for example by apt-get install chromium")
	return ""
}

// world is a server and a browser.
type world struct {
	*testing.T
	ctx  context.Context // of the browser
	data string
	at   string // the server's address
}

func newWorld(t *testing.T) *world {
	path := chromium(t)
	w := &world{T: t, data: t.TempDir()}
	w.serve()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WSURLReadTimeout(patience))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	w.ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Run(w.ctx); err != nil {
		t.Fatal("start the browser:", err)
	}
	return w
}

// serve starts the server with the demo, and waits until it says where it is.
func (w *world) serve() {
	w.Helper()
	c := exec.Command(parley, "serve", "--data", w.data, "--listen", "127.0.0.1:0")
	out, err := c.StdoutPipe()
	if err == nil {
		c.Stderr = c.Stdout
		err = c.Start()
	}
	if err != nil {
		w.Fatal("start the server:", err)
	}
	w.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		_ = c.Wait()
	})
	lines := bufio.NewScanner(out)
	where := regexp.MustCompile(`Parley is at (http://\S+)`)
	for lines.Scan() {
		if found := where.FindStringSubmatch(lines.Text()); found != nil {
			w.at = found[1]
			go func() {
				for lines.Scan() { // so that the server never waits for a reader
				}
			}()
			return
		}
	}
	w.Fatal("the server never said where it is")
}

// says is a text from the person, answered when all that follows is settled.
func (w *world) says(body string) {
	w.Helper()
	answer, err := http.PostForm(w.at+"/phone/messages", url.Values{"from": {person}, "body": {body}})
	if err != nil || answer.StatusCode != http.StatusOK {
		w.Fatal("the person cannot text:", err, answer)
	}
	_ = answer.Body.Close()
}

// account makes an account, and gives the link by which its password is set.
func (w *world) account(name, role string) string {
	w.Helper()
	said, err := exec.Command(parley, "user", "add", name, "--role", role, "--data", w.data).CombinedOutput()
	link := regexp.MustCompile(`\S*/welcome/\S+`).FindString(string(said))
	if err != nil || link == "" {
		w.Fatalf("make the account %s: %v: %s", name, err, said)
	}
	return w.at + link[strings.Index(link, "/welcome/"):]
}

// desk is one of the staff at a browser of his own.
type desk struct {
	*world
	ctx  context.Context
	name string
}

// sits makes an account and a browser for it that is not logged in. Without scripts, none run in it.
func (w *world) sits(name string, actions ...chromedp.Action) *desk {
	w.Helper()
	browser := cdp.WithExecutor(w.ctx, chromedp.FromContext(w.ctx).Browser)
	apart, err := target.CreateBrowserContext().Do(browser) // with cookies of its own
	if err != nil {
		w.Fatal("open a browser of one's own:", err)
	}
	window, err := target.CreateTarget("about:blank").WithBrowserContextID(apart).WithNewWindow(true).Do(browser)
	if err != nil {
		w.Fatal("open a window:", err)
	}
	ctx, cancel := chromedp.NewContext(w.ctx, chromedp.WithTargetID(window))
	w.Cleanup(cancel)
	if err := chromedp.Run(ctx); err != nil { // without a limit of time, which would be the window's own
		w.Fatal("open a window:", err)
	}
	d := &desk{world: w, ctx: ctx, name: name}
	d.do(append([]chromedp.Action{emulation.SetDeviceMetricsOverride(1280, 900, 1, false)}, actions...)...)
	return d
}

// works is sits, and logged in by the link that sets the password.
func (w *world) works(name, role string, actions ...chromedp.Action) *desk {
	w.Helper()
	d := w.sits(name, actions...)
	d.do(chromedp.Navigate(w.account(name, role)),
		chromedp.SendKeys("#password", password), chromedp.SendKeys("#again", password), chromedp.Click("main button.main"),
		chromedp.WaitVisible(".me"))
	return d
}

// do does things in the browser; the test ends where one cannot be done.
func (d *desk) do(actions ...chromedp.Action) {
	d.Helper()
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		var shows string
		ctx, cancel := context.WithTimeout(d.ctx, time.Second)
		defer cancel()
		_ = chromedp.Run(ctx, chromedp.Evaluate("document.body.innerText", &shows))
		d.Fatalf("%s: %v; the page shows:\n%s", d.name, err, shows)
	}
}

// open goes to a page of the server.
func (d *desk) open(path string) {
	d.Helper()
	d.do(chromedp.Navigate(d.at+path), chromedp.WaitReady("body"))
}

// thread is the path of the person's thread.
func thread() string { return "/inbox/" + url.PathEscape(person) }

// sees waits until the page's main part says something.
func (d *desk) sees(words string) {
	d.Helper()
	d.do(chromedp.Poll(fmt.Sprintf(`document.body.innerText.includes(%q)`, words), nil, chromedp.WithPollingTimeout(patience), chromedp.WithPollingInterval(50*time.Millisecond)))
}

// ask evaluates an expression of the page.
func ask[T any](d *desk, expression string) (v T) {
	d.Helper()
	d.do(chromedp.Evaluate(expression, &v))
	return v
}

// shot keeps a picture of the page for review.
func (d *desk) shot(name string) {
	d.Helper()
	dir := os.Getenv("PARLEY_SHOTS")
	if dir == "" {
		return
	}
	var picture []byte
	d.do(chromedp.FullScreenshot(&picture, 100))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		d.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644); err != nil {
		d.Fatal(err)
	}
}
