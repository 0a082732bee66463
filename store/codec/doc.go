// Package codec turns records, messages, journal entries, ledger entries and links into bytes and back.
//
// A row is one byte of version and then core deterministic CBOR (RFC 8949, 4.2) with integer keys:
// equal values have equal bytes, in any build and on any machine. What Decode gives back has the
// Go types that were encoded; so attributes and event data hold strings, float64s and bools alone
// (nil is kept too), and Encode refuses everything else.
//
// A row of a newer version, or one with a field that this build does not know, is refused with
// store.ErrNewer: whoever decodes a record writes it back later, and what he did not know would
// be lost. Bytes that make no sense are refused with store.ErrDamaged, and never cause a panic.
//
// The journal keeps for each commit the top-level fields of the record that it changed. Folding
// all Changes of a subscriber with Apply, from nothing, gives the stored record to the byte. It
// works on raw fields and so needs none of the types.
package codec
