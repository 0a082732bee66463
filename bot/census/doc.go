// Package census looks at everybody, or at an even part of all people, and tells what holds of them: how many are in
// each segment, with some as examples (segments.go), which ways runs went through the workflows and which of them
// reached the goal (ways.go), and what the guards would say of a broadcast if it came (broadcast.go). It changes
// nothing. What it takes grows with the number of people, so callers let it run beside their requests.
package census
