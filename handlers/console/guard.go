package console

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// policy lets a page load from its own server alone, and run nothing that is written into it.
const policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

// What is read of a form: most are small, and one writes a file of a program in one, of which forms make up to three times as much.
const (
	maxForm  = 64 << 10
	maxDraft = 256 << 10
)

// guard sets the headers that keep a page to itself, and bounds what is read of a request.
func guard(c *gin.Context) {
	head := c.Writer.Header()
	head.Set("Content-Security-Policy", policy)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("X-Frame-Options", "DENY")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("Cross-Origin-Opener-Policy", "same-origin")
	head.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	head.Set("Cache-Control", "no-store")
	most := int64(maxForm)
	if strings.HasPrefix(c.Request.URL.Path, draftsPath+"/") {
		most = maxDraft
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, most)
	c.Next()
}
