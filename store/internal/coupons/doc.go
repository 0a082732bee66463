// Package coupons keeps the unique codes of offers, and what was given to whom, in any ordered set of
// rows, so that all storages do it alike.
//
// A code is one row, of whatever offer it is, so no two offers can have the same. Those that nobody has
// are listed a second time, by their offer and in the order of their import. A code that is given never
// becomes free again. Grants are listed by whom they were made to, so that erasing somebody finds them all,
// and with them the codes that name him.
package coupons
