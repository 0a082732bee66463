package look

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
)

// Ensure what pages link to is there, may be kept, and that nothing else is served.
func TestFiles(t *testing.T) {
	gin.SetMode(gin.TestMode)
	r := gin.New()
	Register(r)
	get := func(address string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		return w
	}
	for name, kind := range map[string]string{"tokens.css": "text/css", "base.css": "text/css", "icon.svg": "image/svg+xml", "htmx.min.js": "text/javascript"} {
		w := get(Address(name))
		if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), kind) || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", name, w.Code, w.Header())
		}
		if !strings.Contains(Address(name), "?") {
			t.Errorf("%s has no version", name)
		}
	}
	for _, name := range []string{"nothing.css", "..%2flook.go", "htmx.LICENSE"} {
		if w := get(root + name); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}
