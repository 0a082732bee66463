// Package twilio is the carrier "twilio": it takes texts to phones through Twilio's Message API and
// lists what Twilio carried. What Twilio posts to us comes in through handlers/twilio.
//
// The SDK makes a request and reads its answer; what decides over a text that may or may not have
// gone out is kept in our own hands, since the SDK takes no context and hides the wire:
//
//   - A [call] is the transport of one request. It carries the caller's context, sends the request to
//     the API base of the settings, and notes whether it was written and what was answered.
//   - Nothing is tried twice and no redirect is followed. Twilio has no idempotency key: a second
//     request is a second text.
//   - What an error means is data: errors.tsv gives every code its outcome and its lesson. Where a
//     code says nothing, the wire does: not written is not sent, a 4xx with a code is refused, and
//     everything else (5xx, a page, silence) is in doubt and left to reconciliation.
//
// A listing that cannot be read to its end, or that is not one of Twilio's, is an error. An empty
// list would otherwise prove that a text never went out.
package twilio
