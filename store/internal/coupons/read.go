package coupons

import (
	"fmt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
	"github.com/parley-sms/parley/store/internal/ordered"
)

// Free is the first code of an offer that nobody has, or store.ErrNotFound.
func Free(rows Rows, offer string) (string, error) {
	for _, code := range ordered.All(rows, freeKey(offer, 0)[:len(freeRow)+len(offer)+1], "") {
		return string(code), nil
	}
	return "", fmt.Errorf("a free code of offer %q: %w", offer, store.ErrNotFound)
}

// Coupon tells what is known of a code, or store.ErrNotFound.
func Coupon(rows Rows, code string) (fsm.Coupon, error) {
	c, ok, err := ordered.Get[fsm.Code](rows, codeKey(code))
	if err == nil && !ok {
		err = fmt.Errorf("code %.40q: %w", code, store.ErrNotFound)
	}
	if err != nil {
		return fsm.Coupon{}, err
	}
	g, _, err := ordered.Get[fsm.Grant](rows, grantKey(c.Phone, c.Seq))
	return fsm.Coupon{Offer: c.Offer, Code: c.Code, Given: c.Given, Redeemed: c.Redeemed, Cost: g.Cost}, err
}

// Pools counts the free codes of each offer.
func Pools(rows Rows) (map[string]int64, error) {
	left := map[string]int64{}
	for key := range ordered.All(rows, poolRow, "") {
		offer := key[len(poolRow):]
		p, err := poolOf(rows, offer)
		if err != nil {
			return nil, err
		}
		left[offer] = int64(p.free)
	}
	return left, nil
}

// Grants lists grants after the given one.
func Grants(rows Rows, phone fsm.Phone, seq uint64, limit int) ([]fsm.Grant, error) {
	var list []fsm.Grant
	after := grantKey(phone, seq)
	for key, data := range ordered.All(rows, grantRow, after) {
		if key == after {
			continue
		}
		if len(list) >= limit {
			break
		}
		g, err := codec.Decode[fsm.Grant](data)
		if err != nil {
			return nil, err
		}
		list = append(list, g)
	}
	return list, nil
}

// Verify refuses rows that cannot be read.
func Verify(rows Rows) error {
	for key, data := range rows.From("") {
		var err error
		switch key[:1] {
		case codeRow:
			_, err = codec.Decode[fsm.Code](data)
		case grantRow:
			_, err = codec.Decode[fsm.Grant](data)
		case poolRow:
			_, err = poolOf(rows, key[len(poolRow):])
		case freeRow:
		default:
			err = fmt.Errorf("%w: a row of no kind", store.ErrDamaged)
		}
		if err != nil {
			return fmt.Errorf("a row of offers: %w", err)
		}
	}
	return nil
}
