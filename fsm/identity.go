package fsm

// MaxCustomer bounds a shop's id of a customer, in bytes.
const MaxCustomer = 400

// Identity is the number that a customer of the shop has, as the store knows it.
type Identity struct {
	Customer string `cbor:"1,keyasint" json:"customer_id"`
	Phone    Phone  `cbor:"2,keyasint,omitempty" json:"phone"`
	At       Moment `cbor:"3,keyasint,omitempty" json:"at"`   // since when he has the number, as the shop said
	Into     string `cbor:"4,keyasint,omitempty" json:"into"` // he was merged into this customer, who says the number of both
}

// Bind claims a customer for the person's number. The store grants it in the commit of the decision, or
// refuses the whole decision where something newer gave the customer another number.
type Bind struct {
	Customer string
	At       Moment
}

// Bound is what a decision is told of the customer that its event names: not the number, which may be that of
// somebody who is erased some day.
type Bound struct {
	Here bool   `cbor:"1,keyasint,omitempty"` // the person's own number is known as the customer's
	At   Moment `cbor:"2,keyasint,omitempty"` // since when the customer has a number
}

// bind makes the number the customer's from a time on, unless he has another one since a later time. Consent,
// runs and history stay with the number they belong to.
func (d *deciding) bind(customer string, at Moment) {
	b := d.in.Bound
	switch {
	case customer == "" || b != nil && b.Here:
		return
	case b != nil && b.At > at:
		d.note("refuse:customer", clip(customer)+" has another number since "+b.At.String())
		return
	case b != nil:
		d.note("customer", clip(customer)+" had another number until now")
	default:
		d.note("customer", clip(customer))
	}
	d.dec.Binds = append(d.dec.Binds, Bind{customer, at})
}
