package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Offer is what came of an offer so far. Sums are in the program's currency.
type Offer struct {
	Name      string  `json:"name"`
	Kind      string  `json:"kind"`           // code, pool or generated; gone where the live program has no such offer
	Left      *int64  `json:"left,omitempty"` // codes of a pool that nobody has
	Given     int64   `json:"given"`          // texts that made it and went out
	Redeemed  int64   `json:"redeemed"`       // purchases with its code
	Elsewhere int64   `json:"elsewhere"`      // purchases with its code by people who were not given it
	Value     float64 `json:"value"`          // of the redeemed purchases
	Cost      float64 `json:"cost"`           // of the redemptions
	Margin    float64 `json:"margin"`         // value without cost
}

// countedOffers is what the names of the kept counters begin with: "offers.given.vip20".
const countedOffers = "offers."

// Offers tells what came of each offer of the live program, and of those that were given before, by
// name.
func (e *Engine) Offers(ctx context.Context) ([]Offer, error) {
	counters, err := e.Store.Counters(ctx)
	if err != nil {
		return nil, fmt.Errorf("read what came of offers: %w", err)
	}
	left, err := e.Store.Pools(ctx)
	if err != nil {
		return nil, fmt.Errorf("count the codes that are left: %w", err)
	}
	all := map[string]*Offer{}
	of := func(name string) *Offer {
		if all[name] == nil {
			all[name] = &Offer{Name: name, Kind: "gone"}
		}
		return all[name]
	}
	for name, o := range e.Program().Offers {
		of(name).Kind = kindOf(o)
		if o.Codes == fsm.PoolCodes {
			n := left[name]
			of(name).Left = &n
		}
	}
	for counter, n := range counters {
		if what, ok := strings.CutPrefix(counter, countedOffers); ok {
			what, name, _ := strings.Cut(what, ".")
			of(name).add(what, n)
		}
	}
	list := make([]Offer, 0, len(all))
	for _, name := range slices.Sorted(maps.Keys(all)) {
		all[name].Margin = all[name].Value - all[name].Cost
		list = append(list, *all[name])
	}
	return list, nil
}

func kindOf(o fsm.Offer) string {
	if o.Codes == "" {
		return "code"
	}
	return string(o.Codes)
}

// add takes a kept counter in.
func (o *Offer) add(what string, n int64) {
	switch what {
	case "given":
		o.Given = n
	case "redeemed":
		o.Redeemed = n
	case "elsewhere":
		o.Elsewhere = n
	case "value":
		o.Value = float64(n) / 1000
	case "cost":
		o.Cost = float64(n) / 1000
	}
}

// AddCodes puts codes into the pool of an offer of a program, and says which are refused, and why. A server
// that runs takes them from Engine.AddCodes alone, so that texts that wait for one go.
func AddCodes(ctx context.Context, s store.Store, p *fsm.Program, offer string, codes []string) ([]store.RefusedCode, error) {
	if o, ok := p.Offers[offer]; !ok || o.Codes != fsm.PoolCodes {
		return nil, fmt.Errorf("the program has no offer %q with codes: pool; %s", offer, poolsOf(p))
	}
	shared := map[string]string{}
	for name, o := range p.Offers {
		if o.Codes == "" {
			shared[fsm.SameCode(o.Code)] = name
		}
	}
	var refused []store.RefusedCode
	var good []string
	for _, code := range codes {
		if of := shared[fsm.SameCode(code)]; of != "" {
			refused = append(refused, store.RefusedCode{Code: code, Why: "it is the code of offer " + of})
			continue
		}
		good = append(good, code)
	}
	more, err := s.AddCodes(ctx, offer, good)
	return append(refused, more...), err
}

// poolsOf names the offers that codes can be imported for.
func poolsOf(p *fsm.Program) string {
	if names := pooled(p); len(names) > 0 {
		return "there are " + strings.Join(names, ", ")
	}
	return "it has none"
}
