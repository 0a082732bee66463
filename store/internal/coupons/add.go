package coupons

import (
	"errors"
	"fmt"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/ordered"
)

// CheckAdd refuses what cannot be added at once.
func CheckAdd(offer string, codes []string) error {
	switch {
	case offer == "" || len(offer) > fsm.MaxName || strings.ContainsRune(offer, 0):
		return fmt.Errorf("add codes: %.40q can be no offer's name", offer)
	case len(codes) > store.MaxAddCodes:
		return fmt.Errorf("add codes: %d at a time, at most %d", len(codes), store.MaxAddCodes)
	}
	return nil
}

// Add puts codes into an offer's pool, behind those that are there.
func Add(rows Rows, offer string, codes []string) (refused []store.RefusedCode, err error) {
	p, err := poolOf(rows, offer)
	if err != nil {
		return nil, err
	}
	for _, code := range codes {
		code = strings.TrimSpace(code)
		why := fsm.CodeFault(code)
		if why == "" {
			if why, err = there(rows, offer, code); err != nil {
				return nil, err
			}
		}
		if why != "" {
			refused = append(refused, store.RefusedCode{Code: clip(code), Why: why})
			continue
		}
		p.free, p.last = p.free+1, p.last+1
		if err := ordered.Put(rows, codeKey(code), fsm.Code{Offer: offer, Code: code, Number: p.last}); err != nil {
			return nil, err
		}
		rows.Put(freeKey(offer, p.last), []byte(code))
	}
	rows.Put(poolRow+offer, p.bytes())
	return refused, nil
}

// there gives the reason why a code cannot be added that is one already, or "".
func there(rows Rows, offer, code string) (string, error) {
	c, err := Coupon(rows, code)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", nil
	case err != nil:
		return "", err
	case c.Offer != offer:
		return "it is a code of offer " + c.Offer, nil
	case c.Given:
		return "it is there already, and was given", nil
	}
	return "it is there already", nil
}

func clip(code string) string { return fmt.Sprintf("%.40s", code) }
