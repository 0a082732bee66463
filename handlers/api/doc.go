// Package api serves Parley's HTTP API to shops and their programs.
//
// Everything below /v1 speaks JSON and wants a bearer token with the scope that its row in routes
// names; errors are RFC 9457 problems that say what was wrong, where, and what would be right.
// What is read of a request is read strictly: an unknown or repeated field, or anything behind the
// end, is refused before anything is changed.
//
// What is told of a subscriber has a shape of its own (views.go), apart from the record on disk.
// Every field is always there: what is not known is null, an empty list is [].
//
// The table in routes.go is the one list of what there is. It is mounted, and it is described by
// /v1/openapi.json; the shapes of requests (shape.go) are both checked and described, and the
// shapes of answers are taken from the types that are encoded.
//
// Events come one at a time or as NDJSON, one to a line. A batch is read, decided and answered as
// it streams: events of one phone in their order, those of different phones side by side, so that
// they share the store's commits.
package api
