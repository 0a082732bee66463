// Package bot is the shell around the pure core: it brings events to fsm.Decide, has the store
// keep what was decided, and carries it out.
//
// Everything that happens to a subscriber goes through one road, [Engine.Apply]: a text from a
// phone, a delivery report, an event of a shop, a timer. Apply hands the event to the store, which
// reads the record, lets the program decide, and commits the decision whole. What the decision
// released is then handed to the carrier, beside the caller, and what came of it returns as the
// next event.
//
// Loops drive what nobody asks for:
//
//   - the calendar raises what has come due (calendar.go);
//   - the dispatcher pulls texts that want to go, best first, whenever their sender has a token
//     (dispatcher.go, pacer.go);
//   - the inbound reconciler finds texts that were never posted to us (reconcile_in.go);
//   - the outbound reconciler finds out what became of texts in doubt (reconcile_out.go);
//   - schedules enrols people when a schedule or broadcast comes (schedules.go, enrol.go);
//   - fanouts brings events without a phone to those who wait for them (fanouts.go);
//   - posts makes the calls of workflows (posts.go, package hook);
//   - webhooks posts what webhooks are told (webhooks.go, webhook_post.go);
//   - alerts looks for anomalies (alerts.go, alert_rules.go, alert_webhooks.go), and notices posts when they begin and end (notices.go);
//   - searching keeps the search index up with the store (searching.go, package store/search);
//   - the refit loop brings records to a new program (refit.go, live.go).
//
// A loop is a Turn that does what is due and says when to come back. It never waits for the
// network: calls and listings run beside it, and their outcomes come back as events. So tests can
// drive the same loops by hand, in any order and at any time.
//
// A text is on the wire from the commit that released it. To be released it needs a ticket: a
// token of its sender and a free caller. Nothing released waits, and after a crash a released text
// is in doubt, never "to be sent".
package bot
