// Package sim runs the production engine on virtual time: its loops, its dispatcher, its decisions and
// a store, in one goroutine, in an order drawn from a seed. The same seed lives the same history.
//
// world.go is such a world, time.go its time, workers.go who does its jobs and in which order, and
// transport.go the road between it and a carrier of this process. Two packages live in such worlds:
// trial lets people, shop, carrier and disk do their worst, and judges the server by what reached phones;
// forecast fills one with made-up people and tells what a program would do to them.
package sim
