package console

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/hex"
	"html/template"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/chart"
	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm/plain"
	"github.com/parley-sms/parley/handlers/look"
)

//go:embed assets
var files embed.FS

// place is a part of the console.
type place struct {
	Path  string
	Name  string
	needs user.Ability
}

// navigation lists the parts, in the order in which they are shown.
var navigation = []place{
	{inboxPath, "Inbox", user.Talk},
	{searchPath, "Search", user.Know},
	{peoplePath, "People", user.Know},
	{workflowsPath, "Workflows", user.See},
	{reportsPath, "Reports", user.See},
	{programsPath, "Programs", user.See},
	{compliancePath, "Compliance", user.Prove},
	{"/staff", "Staff", user.Manage},
}

// sections lists the pages of a part, where it has several.
var sections = map[string][]place{
	workflowsPath: {{workflowsPath, "Workflows", user.See}, {segmentsPath, "Segments", user.Know}, {broadcastsPath, "Broadcasts", user.See}},
	programsPath:  {{programsPath, "Revisions", user.See}, {draftsPath, "Drafts", user.Propose}},
	reportsPath:   {{reportsPath, "How workflows did", user.See}, {experimentsPath, "Experiments", user.See}, {ordersPath, "Orders", user.See}},
}

// frame is what every page is rendered with.
type frame struct {
	Title  string
	Place  string // path of the part of the console that it belongs to
	Tab    string // path of the page of that part; empty: its first
	Notice string // what went wrong
	Done   string // what was done
	Body   any

	User      user.User // of pages for those logged in
	Places    []place
	Tabs      []place
	Brand     string
	TestPhone bool
}

// frames are the templates, by their file.
type frames map[string]*template.Template

// shared are the files of templates that are no pages: the frame, and parts that several pages have.
var shared = []string{"frame.html", "parts.html", "desk.html"}

func newFrames() frames {
	all := frames{}
	entries, err := files.ReadDir("assets")
	if err != nil {
		panic(err) // they are embedded
	}
	for _, e := range entries {
		if name := e.Name(); len(name) > 5 && name[len(name)-5:] == ".html" && !slices.Contains(shared, name) {
			t := template.New("frame.html").Funcs(template.FuncMap{"look": look.Address, "own": own, "stamp": stamp, "when": when, "share": share,
				"fact": plain.Fact, "purpose": plain.Purpose, "effect": plain.Effect, "evidence": plain.Evidence, "hex": hex.EncodeToString,
				"drawn": drawn, "ranged": ranged, "number": chart.Number, "percent": percent, "amount": amount})
			all[name] = template.Must(t.ParseFS(files, "assets/frame.html", "assets/parts.html", "assets/desk.html", "assets/"+name))
		}
	}
	return all
}

// drawn is a chart as part of a page; it escapes what it is given itself.
func drawn(b chart.Bars) template.HTML { return template.HTML(b.SVG()) } //nolint:gosec // it escapes

func ranged(r chart.Ranges) template.HTML { return template.HTML(r.SVG()) } //nolint:gosec // it escapes

// own is the address of one of the console's files.
func own(name string) string {
	content, _ := files.ReadFile("assets/" + name) // what is not there answers 404
	return "/console/assets/" + name + "?" + look.Version(content)
}

func (h *console) asset(c *gin.Context) { look.Serve(c, files, c.Param("name")) }

// stamp is a time for machines, by which the reader's browser shows his own.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// when is a time for people, in UTC until the reader's browser knows better.
func when(t time.Time) string { return t.UTC().Format("2 Jan 2006 15:04 UTC") }

// show renders a page.
func (h *console) show(c *gin.Context, status int, page string, f frame) {
	if u, ok := c.Get(userKey); ok {
		f.User, _ = u.(user.User)
		for _, p := range navigation {
			if f.User.Role.May(p.needs) {
				f.Places = append(f.Places, p)
			}
		}
	}
	f.Tabs, f.Tab = sections[f.Place], cmp.Or(f.Tab, f.Place)
	f.Brand, f.TestPhone = h.Engine.Program().Brand, h.TestPhone
	var out bytes.Buffer
	if err := h.frames[page].ExecuteTemplate(&out, "frame.html", f); err != nil {
		h.Log.Error("a page cannot be rendered", "page", page, "err", err)
		c.String(http.StatusInternalServerError, "The page cannot be rendered; the server's log says why.\n")
		return
	}
	c.Data(status, "text/html; charset=utf-8", out.Bytes())
}

// fail shows a page that says what went wrong.
func (h *console) fail(c *gin.Context, status int, what string) {
	h.show(c, status, "fail.html", frame{Title: http.StatusText(status), Body: what})
}

// broken tells that the server could not do its work.
func (h *console) broken(c *gin.Context, err error) {
	h.Log.Error("a page could not be made", "route", c.FullPath(), "err", err)
	h.fail(c, http.StatusServiceUnavailable, "The server cannot read or write its data right now. Nothing was changed. Try again in a moment.")
}
