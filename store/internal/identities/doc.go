// Package identities keeps which number a shop's customers have, in any ordered set of rows, so that all
// storages do it alike.
//
// A customer has one number, or none yet. Customers who turned out to be the same are merged: one of them says
// the number, the others refer to him, and never to one who refers on. So a number that changes, changes for
// all of them. Numbers list their customers, and customers list those who refer to them, so that erasing
// somebody finds them all.
package identities
