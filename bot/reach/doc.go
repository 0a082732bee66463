// Package reach tells whom a program would reach: how many people are in each of its segments, with some of them
// as examples (segments.go), and what the guards would say of a broadcast if it came (broadcast.go). It reads, and
// changes nothing; what it takes grows with the number of people, so callers let it run beside their requests.
package reach
