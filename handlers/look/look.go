// Package look is how all pages of Parley look: colours, spaces and shapes (tokens.css), text and
// controls (base.css), the icon, and htmx, by which pages change in part. Rooms with pages link to
// these files by their Address, and add their own style on top.
package look

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"mime"
	"net/http"
	"path"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/handlers/rfc9457"
)

//go:embed assets/*.css assets/*.js assets/*.svg
var files embed.FS

const root = "/assets/"

// Address is where a file is served. It changes with the content, so browsers may keep it for good.
func Address(name string) string {
	content, err := files.ReadFile("assets/" + name)
	if err != nil {
		return root + name // there is no such file, and asking for it will tell
	}
	return root + name + "?" + Version(content)
}

// Version tells contents of files apart.
func Version(contents ...[]byte) string {
	sum := sha256.New()
	for _, content := range contents {
		sum.Write(content)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// Register adds the files to a router.
func Register(r gin.IRouter) {
	r.Match([]string{http.MethodGet, http.MethodHead}, root+":name", func(c *gin.Context) { Serve(c, files, c.Param("name")) })
}

// Serve answers with a file of a folder "assets". Browsers may keep it for a year, since its address names its content.
func Serve(c *gin.Context, files embed.FS, name string) {
	content, err := files.ReadFile("assets/" + path.Base(name))
	kind := mime.TypeByExtension(path.Ext(name))
	if err != nil || path.Ext(name) == ".html" || kind == "" {
		rfc9457.New(http.StatusNotFound, "there is no such file").Answer(c)
		return
	}
	head := c.Writer.Header()
	head.Set("Content-Type", kind)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(c.Writer, c.Request, name, time.Time{}, bytes.NewReader(content))
}
