package bot

import (
	"errors"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// maxRefused is how often a decision is made again because somebody else was faster to take a code, or
// had the same one made.
const maxRefused = 8

// freeCodes brings a code that nobody has of each pool: a text that is released may need one.
func freeCodes(v store.View, p *fsm.Program, in *fsm.Inputs) error {
	for name, o := range p.Offers {
		if o.Codes != fsm.PoolCodes {
			continue
		}
		code, err := v.FreeCode(name)
		switch {
		case errors.Is(err, store.ErrNotFound):
			continue
		case err != nil:
			return err
		case in.Codes == nil:
			in.Codes = map[string]string{}
		}
		in.Codes[name] = code
	}
	return nil
}

// coupon brings what is known of the code that a purchase names; nil where it is nobody's own.
func coupon(v store.View, f fsm.Fact) (*fsm.Coupon, error) {
	code, _ := f.Data["code"].(string)
	if f.Type != fsm.Purchase || code == "" {
		return nil, nil
	}
	c, err := v.Coupon(code)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &c, err
}

// codesIn brings the codes that a text says which went out after the backup, and which nobody has by the
// backup: they are this person's.
func codesIn(v store.View, body string) (map[string]string, error) {
	var codes map[string]string
	for _, word := range strings.Fields(body) {
		c, err := v.Coupon(strings.Trim(word, ".,:;!?()\"'"))
		switch {
		case errors.Is(err, store.ErrNotFound) || err == nil && c.Given:
			continue
		case err != nil:
			return nil, err
		case codes == nil:
			codes = map[string]string{}
		}
		codes[c.Offer] = c.Code
	}
	return codes, nil
}
