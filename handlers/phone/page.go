package phone

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/look"
)

//go:embed assets
var files embed.FS

const (
	firstNumber = "+12125550123" // the handset that a new page shows
	maxBeside   = 4              // handsets side by side
	maxNumbers  = 12             // handsets offered by the switcher
)

// page renders the page and serves what it loads.
type page struct {
	template *template.Template
	version  string // of the assets
}

func newPage() *page {
	t := template.New("page.html").Funcs(template.FuncMap{"stamp": stamp, "clock": clockTime, "hour": hour, "onPage": onPage, "look": look.Address})
	return &page{template.Must(t.ParseFS(files, "assets/*.html")), version()}
}

// version tells one build's assets from another's.
func version() string {
	style, _ := files.ReadFile("assets/phone.css") // they are embedded: they cannot be missing
	script, _ := files.ReadFile("assets/phone.js")
	return look.Version(style, script)
}

// asset serves what the page loads.
func (p *page) asset(c *gin.Context) { look.Serve(c, files, c.Param("name")) }

// shownNumbers are the handsets that a page's address names.
func shownNumbers(c *gin.Context) ([]fsm.Phone, *problem) {
	named := append(c.QueryArray("beside"), c.QueryArray("number")...)
	if len(named) == 0 {
		return nil, nil
	}
	return parseNumbers(named)
}

// parseNumbers reads handsets' addresses: each once, and no more than fit beside one another.
func parseNumbers(named []string) ([]fsm.Phone, *problem) {
	var shown []fsm.Phone
	for _, s := range named {
		n, p := queried("number", s)
		if p != nil {
			return shown, p
		}
		if !slices.Contains(shown, n) {
			shown = append(shown, n)
		}
	}
	return shown[max(0, len(shown)-maxBeside):], nil
}

// getPage shows the handsets.
func (h *handlers) getPage(c *gin.Context) {
	shown, p := shownNumbers(c)
	h.render(c, shown, nil, p)
}

// render writes the page; a problem is told on it, and what could not be sent stays in its field.
func (h *handlers) render(c *gin.Context, shown []fsm.Phone, unsent fields, p *problem) {
	if len(shown) == 0 {
		shown = append(h.Phone.Numbers(1), firstNumber)[:1]
	}
	v := h.view(c.Request.Context(), shown)
	for i := range v.Handsets {
		if from, wrong := queried("from", unsent["from"]); wrong == nil && v.Handsets[i].Number == from {
			v.Handsets[i].Draft = unsent["body"]
		}
	}
	if p != nil {
		v.Notice, v.Status = p.Detail, p.Status
	}
	var out bytes.Buffer
	if err := h.page.template.ExecuteTemplate(&out, "page.html", v); err != nil {
		h.Log.Error("the test phone's page cannot be rendered", "err", err)
		(&problem{Title: "The page cannot be rendered", Status: http.StatusInternalServerError, Detail: "see the server's log"}).Answer(c)
		return
	}
	c.Data(v.Status, "text/html; charset=utf-8", out.Bytes())
}

// back leads a plain form back to the page it came from.
func (h *handlers) back(c *gin.Context) {
	target := "/phone"
	if shown, _ := parseNumbers(c.Request.PostForm["view"]); len(shown) > 0 {
		target += "?" + address(shown)
	}
	c.Redirect(http.StatusSeeOther, target)
}

// refuse answers a post that cannot be done, in the form it was asked.
func (h *handlers) refuse(c *gin.Context, f fields, p *problem) {
	if !fromPage(c) {
		p.Answer(c)
		return
	}
	shown, _ := parseNumbers(c.Request.PostForm["view"])
	h.render(c, shown, f, p)
}

// address names handsets in a page's address.
func address(shown []fsm.Phone) string {
	q := url.Values{}
	for _, n := range shown {
		q.Add("number", string(n))
	}
	return q.Encode()
}

// placed is a handset on its page, for a template that needs both.
type placed struct {
	Handset device
	Page    *view
}

func onPage(d device, v *view) placed { return placed{d, v} }

// stamp is a time for machines.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// clockTime is a time for people, in UTC until the reader's browser knows better.
func clockTime(t time.Time) string { return t.UTC().Format("2 Jan 15:04") }

// hour is a time of a day that is told beside it.
func hour(t time.Time) string { return t.UTC().Format("15:04") }
