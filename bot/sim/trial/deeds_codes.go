package trial

import (
	"context"
	"fmt"

	"github.com/parley-sms/parley/fsm"
)

// importCodes brings new codes for gifts, and the old ones once more, again and again until that has worked.
func (r *run) importCodes(ctx context.Context, d Deed) {
	for i := range d.To {
		r.seen.codes = append(r.seen.codes, imported{fmt.Sprintf("P%d-%d", d.N, i), r.time.Now()})
	}
	r.tryImport(ctx)
}

func (r *run) tryImport(ctx context.Context) {
	var codes []string
	for _, c := range r.seen.codes {
		codes = append(codes, c.code)
	}
	err := errGone
	if !r.gone() {
		_, err = r.world.Engine.AddCodes(ctx, "gift", codes)
	}
	if err != nil || r.disk.dead {
		r.time.At(r.time.Now().Add(retry), func() { r.tryImport(ctx) })
		return
	}
	r.seen.Marks["codes were imported"]++
}

// buy lets a person buy with a code: one that went to somebody, or that was imported and may be nobody's.
func (r *run) buy(ctx context.Context, d Deed) {
	var codes []string
	for _, s := range r.fake.Accepted() {
		if code, ok := codeIn(s.Body); ok {
			codes = append(codes, code)
		}
	}
	for _, c := range r.seen.codes {
		codes = append(codes, c.code)
	}
	if len(codes) == 0 {
		return
	}
	code := codes[hundredth(d.Key, len(codes))]
	d.Text = fsm.Purchase
	r.post(ctx, event{Deed: d, id: fmt.Sprintf("b-%d", d.N), at: r.time.Now(), code: code})
}
