// Package sources takes what shops and other systems post in a form of their own, at
// POST /webhooks/sources/{name}. What a source is, how it signs and what its payloads tell is data of the
// program (fsm.Source); nothing here knows a shop by its name.
//
// A payload is believed for its signature alone (verify.go), read by the program's mappings, and then goes the road
// of the API's events: each one is decided and on disk before the source gets its 200. Where one of them could
// not be stored the source gets a 503 and posts all again, and those that are there do nothing twice.
//
// Nobody at a shop reads our answers, and many a shop switches a webhook off that fails for long. So what is
// no fault of the payload, such as an order without a phone, is answered with 200, counted and shown by
// GET /v1/sources (watch.go), and so is what no mapping fits.
//
// A delivery that was posted before is not read again (repeats.go), also after a restart. Beyond what that
// remembers, the ids of events protect, which are made of what is signed, and the time of each: an old one starts
// nothing, an order counts once, and consent that is older than its withdrawal brings nothing back.
package sources
