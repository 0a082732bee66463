package console

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/ledger"
)

// maxHash is more than a hash has letters.
const maxHash = 128

// postProof begins a proof of the whole ledger.
func (h *console) postProof(c *gin.Context) {
	kept := strings.TrimSpace(c.PostForm("head"))
	if len(kept) > maxHash {
		h.complied(c, http.StatusUnprocessableEntity, "That is no hash of an anchor; one has 64 letters and digits.")
		return
	}
	by := who(c).Name
	if start(h, &h.prover, by, "the proof of the consent ledger", func(ctx context.Context) (*ledger.Report, error) {
		return ledger.Verify(ctx, h.Store, kept, h.prover.progress)
	}) {
		h.noted(c, by, "had the consent ledger proved")
	}
	c.Redirect(http.StatusSeeOther, compliancePath+"#proof")
}
