package links

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"
)

//go:embed page.html
var pageText string

// page is shown where a link leads nowhere. It speaks to a subscriber, and tells nothing of him.
type page struct {
	status      int
	Title, Text string
}

func unknown() page {
	return page{http.StatusNotFound, "This link leads nowhere", "Please look at the message again: the link may have been cut short or mistyped."}
}

func expired() page {
	return page{http.StatusGone, "This link has expired", "What it led to was for a while only. A newer message will have a new link."}
}

func busy() page {
	return page{http.StatusTooManyRequests, "One moment, please", "Too many links were opened from your network at once. Try again in a few seconds."}
}

func broken() page {
	return page{http.StatusServiceUnavailable, "That did not work", "It is our fault, not yours. Please try the link again in a minute."}
}

// answer shows the page.
func (p page) answer(c *gin.Context) {
	c.Header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	c.Header("X-Content-Type-Options", "nosniff")
	var out bytes.Buffer
	t, err := template.New("page").Parse(pageText)
	if err == nil {
		err = t.Execute(&out, p)
	}
	if err != nil { // the page is part of the build: it parses
		c.String(p.status, p.Title)
		return
	}
	c.Data(p.status, "text/html; charset=utf-8", out.Bytes())
}
