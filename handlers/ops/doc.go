// Package ops answers those who run the server: is it alive, is it ready, how is it doing.
package ops
