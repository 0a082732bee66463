// Package outbox keeps what webhooks are to be told in any ordered set of rows, so that all storages do it alike.
//
// Of one webhook and person the announcements wait in the order in which they were made, and the first alone stands
// in a queue by when it is due: so one that fails holds back those of its person and webhook, and no others. A
// second queue tells which of all that wait is the oldest.
package outbox
