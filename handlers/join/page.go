package join

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/rfc9457"
)

// page is what is shown.
type page struct {
	Lang, Brand, Title, Note, Path, Token string

	Words          words
	Agree          string       // what people agree to, as the ledger keeps it
	SMS            template.URL // opens a text with the keyword; empty: there is no number to text
	Text           string       // the same in words
	Terms, Privacy string

	Sent           bool
	Phone, Problem string
	Wrong          string // the field that the problem is about
}

// keyword finds the keyword of a page; one that does not opt in has none.
func (h *pages) keyword(c *gin.Context) (fsm.Keyword, bool) {
	name := strings.ToLower(c.Param("keyword"))
	for _, k := range h.Engine.Program().Keywords {
		if k.Name == name && k.Does == "opt_in" {
			return k, true
		}
	}
	rfc9457.New(http.StatusNotFound, "there is no such page; each keyword that opts in has one, such as "+Path+"join").Answer(c)
	return fsm.Keyword{}, false
}

// pageOf makes the page of a keyword, in the language that a browser asks for.
func (h *pages) pageOf(c *gin.Context, k fsm.Keyword) page {
	p := h.Engine.Program()
	lang, say := speak(&p.Definition, c.GetHeader("Accept-Language"))
	v := page{Lang: lang, Brand: p.Brand, Words: say, Path: Path + url.PathEscape(k.Name), Token: h.token(k.Name)}
	v.Title, v.Note = p.Join.In(lang)
	if v.Title == "" {
		v.Title = fmt.Sprintf(say.Title, p.Brand)
	}
	v.Agree = fmt.Sprintf(say.Agree, p.Brand, p.Frequency)
	if j := p.Join; j != nil {
		v.Terms, v.Privacy = j.Terms, j.Privacy
	}
	if number := texted(p); number != "" {
		v.SMS = template.URL(smsLink(number, k)) //nolint:gosec // a number of the program and a keyword, escaped
		v.Text = fmt.Sprintf(say.Text, strings.ToUpper(k.Name), number)
	}
	return v
}

// texted is the number that people text; empty where the program has but services.
func texted(p *fsm.Program) string {
	i := slices.IndexFunc(p.Senders, func(s fsm.Sender) bool { return !strings.HasPrefix(s.Address, "MG") })
	if i < 0 {
		return ""
	}
	return p.Senders[i].Address
}

// smsLink opens a text; what stands before body is what all phones take.
func smsLink(number string, k fsm.Keyword) string {
	return "sms:" + number + "?&body=" + url.PathEscape(strings.ToUpper(k.Name))
}

// get shows the page of a keyword.
func (h *pages) get(c *gin.Context) {
	k, ok := h.keyword(c)
	if !ok {
		return
	}
	v := h.pageOf(c, k)
	v.Sent = c.Query("sent") != ""
	h.show(c, http.StatusOK, v)
}

func (h *pages) show(c *gin.Context, status int, v page) {
	c.Header("Content-Language", v.Lang)
	c.Header("Vary", "Accept-Language")
	var out bytes.Buffer
	if err := h.page.Execute(&out, v); err != nil { // the page is part of the build: it fits
		h.Log.Error("a page to join could not be shown", "err", err)
		c.Status(http.StatusInternalServerError)
		return
	}
	c.Data(status, "text/html; charset=utf-8", out.Bytes())
}
