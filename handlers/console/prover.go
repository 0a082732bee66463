package console

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/ledger"
)

// prover proves the consent ledger beside the requests, one proof at a time, and remembers the latest.
type prover struct {
	mu sync.Mutex
	at proofState
}

// proofState is how far a proof is, and what came of it.
type proofState struct {
	By      string // empty: none was asked for since the server started
	Running bool
	Percent int
	Ended   time.Time
	Report  *ledger.Report // nil: it has not ended, or failed
	Failed  string
}

func (p *prover) state() proofState {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.at
}

// begin says whether a proof may begin.
func (p *prover) begin(by string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.at.Running {
		return false
	}
	p.at = proofState{By: by, Running: true}
	return true
}

func (p *prover) progress(done, of uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at.Percent = int(100 * done / max(done, of, 1))
}

func (p *prover) end(report *ledger.Report, err error, at time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at.Running, p.at.Ended, p.at.Report = false, at, report
	if err != nil {
		p.at.Failed = sentence(err)
	}
}

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
	if h.prover.begin(by) {
		h.noted(c, by, "had the consent ledger proved")
		h.Engine.Beside(func(ctx context.Context) {
			report, err := ledger.Verify(ctx, h.Store, kept, h.prover.progress)
			if err != nil {
				h.Log.Error("the consent ledger could not be proved", "err", err)
			}
			h.prover.end(report, err, h.Engine.Now())
		})
	}
	c.Redirect(http.StatusSeeOther, compliancePath+"#proof")
}
