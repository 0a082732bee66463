package join

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"rsc.io/qr"

	"github.com/parley-sms/parley/handlers/look"
	"github.com/parley-sms/parley/handlers/rfc9457"
)

// quietZone is how many modules around a code must be white.
const quietZone = 4

// file serves the QR code of a keyword, and the pages' own style.
func (h *pages) file(c *gin.Context) {
	if c.Param("keyword") == "assets" {
		look.Serve(c, files, c.Param("file"))
		return
	}
	k, ok := h.keyword(c)
	if !ok {
		return
	}
	number := texted(h.Engine.Program())
	if c.Param("file") != "qr.svg" || number == "" {
		rfc9457.New(http.StatusNotFound, "there is no such file").Answer(c)
		return
	}
	code, err := qr.Encode(smsLink(number, k), qr.M)
	if err != nil {
		rfc9457.New(http.StatusInternalServerError, "the code could not be made").Answer(c)
		return
	}
	c.Data(http.StatusOK, "image/svg+xml", []byte(drawn(code)))
}

// drawn draws a code, row by row, in black on white whatever the page's colours are: cameras want it so.
func drawn(code *qr.Code) string {
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quietZone, y+quietZone, x-from, x-from)
			}
		}
	}
	side := code.Size + 2*quietZone
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path d="%s"/></svg>`,
		side, side, side, side, path.String())
}
