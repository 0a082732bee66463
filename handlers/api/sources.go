package api

import (
	"net/http"
	"os"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/handlers/sources"
)

// posters lists the sources of the live program.
type posters struct {
	Sources []sources.Source `json:"sources"`
}

// getSources tells what sources have posted, for those who set one up.
func (h *handlers) getSources(c *gin.Context) {
	c.JSON(http.StatusOK, posters{h.Sources.Tell(h.Engine.Program(), os.Getenv)})
}
