package trial

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"

	"github.com/parley-sms/parley/fsm"
)

// trace hashes everything that is decided, in order: two lives of one story must have the same.
type trace struct{ hash hash.Hash }

func (t *trace) add(d *fsm.Decision) {
	if t.hash == nil {
		t.hash = sha256.New()
	}
	fmt.Fprintf(t.hash, "%s %d %d %s\n", d.Next.Phone, d.Next.Version, d.At, d.Cause)
	for _, l := range d.Lines {
		fmt.Fprintf(t.hash, "%s %s %s %d %s\n", l.Event, l.From, l.To, l.Seq, l.Why)
	}
}

func (t *trace) sum() string {
	if t.hash == nil {
		return ""
	}
	return hex.EncodeToString(t.hash.Sum(nil)[:8])
}
