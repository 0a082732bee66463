// Package layers holds the test that keeps the rooms of the house apart: imports point one way,
// each library is used where it belongs, and the core stays pure.
package layers
