// Package sim runs the production engine on virtual time: its loops, its dispatcher, its decisions and
// a store, in one goroutine, in an order drawn from a seed. The same seed lives the same history.
//
// world.go is such a world, time.go its time, workers.go who does its jobs and in which order, transport.go the road between
// it and a carrier of this process. Package
// forecast fills one with made-up people and tells what a program would do to them.
package sim
