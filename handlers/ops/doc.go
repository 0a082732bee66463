// Package ops answers those who run the server: is it alive, is it ready, how is it doing.
//
// What /metrics says comes from two places. A Meter counts what this process does, in its own memory:
// decisions, commits, calls to the carrier, posts. It begins at zero with each start, which is what
// Prometheus expects of a counter, and costs a commit nothing. The collector reads how things stand at
// the moment of the question: queues, threads, texts in doubt, alerts.
//
// Labels never hold what identifies a person, and have few values: workflows, steps' rules, our own senders,
// carriers' codes.
package ops
