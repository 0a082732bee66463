package coupons

import (
	"fmt"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
	"github.com/parley-sms/parley/store/internal/ordered"
)

// Check refuses a decision whose claims or redemptions cannot be granted, with store.ErrTaken, and one
// that makes no sense, with store.ErrDecision.
func Check(rows Rows, d *fsm.Decision) error {
	for i := range d.Claims {
		if err := checkClaim(rows, d, &d.Claims[i]); err != nil {
			return err
		}
	}
	for _, g := range d.Grants {
		if g.Phone != d.Next.Phone || g.Seq == 0 || len(g.Offer) > fsm.MaxName {
			return fmt.Errorf("%w: for %s: the grant of offer %.40q is not its own", store.ErrDecision, d.Next.Phone.Redacted(), g.Offer)
		}
	}
	for _, r := range d.Redeems {
		if r.Code == "" {
			continue
		}
		c, _, err := ordered.Get[fsm.Code](rows, codeKey(r.Code))
		if err == nil && c.Redeemed {
			err = fmt.Errorf("code %.40q was redeemed: %w", r.Code, store.ErrTaken)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func checkClaim(rows Rows, d *fsm.Decision, c *fsm.Claim) error {
	if why := fsm.CodeFault(c.Code); why != "" || c.Offer == "" || len(c.Offer) > fsm.MaxName || strings.ContainsRune(c.Offer, 0) {
		return fmt.Errorf("%w: for %s: it claims the code %.40q of offer %.40q: %s", store.ErrDecision, d.Next.Phone.Redacted(), c.Code, c.Offer, why)
	}
	has, known, err := ordered.Get[fsm.Code](rows, codeKey(c.Code))
	switch {
	case err != nil:
		return err
	case known && has.Given && has.Phone == d.Next.Phone && has.Offer == c.Offer:
		return nil // his already
	case known == c.Made || known && (has.Given || has.Offer != c.Offer):
		return fmt.Errorf("code %.40q of offer %.40q: %w", c.Code, c.Offer, store.ErrTaken)
	}
	return nil
}

// Keep stores what a decision that was checked gives and redeems.
func Keep(rows Rows, d *fsm.Decision) error {
	for i := range d.Claims {
		if err := claim(rows, d.Next.Phone, &d.Claims[i]); err != nil {
			return err
		}
	}
	for _, g := range d.Grants {
		if err := ordered.Put(rows, grantKey(g.Phone, g.Seq), g); err != nil {
			return err
		}
	}
	for i := range d.Redeems {
		if err := redeem(rows, d.Next.Phone, &d.Redeems[i]); err != nil {
			return err
		}
	}
	return nil
}

func claim(rows Rows, phone fsm.Phone, c *fsm.Claim) error {
	has, known, err := ordered.Get[fsm.Code](rows, codeKey(c.Code))
	if err != nil || known && has.Given {
		return err
	}
	if known {
		p, err := poolOf(rows, has.Offer)
		if err != nil {
			return err
		}
		p.free--
		rows.Put(poolRow+has.Offer, p.bytes())
		rows.Delete(freeKey(has.Offer, has.Number))
	} else {
		has = fsm.Code{Offer: c.Offer, Code: c.Code}
	}
	has.Given = true
	if c.Seq > 0 {
		has.Phone, has.Seq = phone, c.Seq
	}
	return ordered.Put(rows, codeKey(c.Code), has)
}

// redeem marks a code and its grant as used. What was erased in the meantime stays away.
func redeem(rows Rows, phone fsm.Phone, r *fsm.Redemption) error {
	seq := r.Seq
	if r.Code != "" {
		c, ok, err := ordered.Get[fsm.Code](rows, codeKey(r.Code))
		if err != nil || !ok {
			return err
		}
		c.Redeemed = true
		if err := ordered.Put(rows, codeKey(r.Code), c); err != nil {
			return err
		}
		phone, seq = c.Phone, c.Seq
	}
	g, ok, err := ordered.Get[fsm.Grant](rows, grantKey(phone, seq))
	if err != nil || !ok {
		return err
	}
	g.Redeemed, g.Value, g.Cost, g.Order = r.At, r.Value, r.Cost, r.Order
	return ordered.Put(rows, grantKey(phone, seq), g)
}

// Forget removes what was given to somebody. His codes stay given, to nobody that is known.
func Forget(rows Rows, phone fsm.Phone) error {
	var list []fsm.Grant
	prefix := grantKey(phone, 0)[:len(grantRow)+len(phone)+1]
	for _, data := range ordered.All(rows, prefix, "") {
		g, err := codec.Decode[fsm.Grant](data)
		if err != nil {
			return err
		}
		list = append(list, g)
	}
	for _, g := range list {
		rows.Delete(grantKey(g.Phone, g.Seq))
		c, ok, err := ordered.Get[fsm.Code](rows, codeKey(g.Code))
		if err == nil && ok && g.Unique && c.Phone == phone {
			c.Phone, c.Seq = "", 0
			err = ordered.Put(rows, codeKey(g.Code), c)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
