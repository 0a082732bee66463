// Package faultstore makes a store fail: before a commit, after it, for want of disk, or by
// taking its time. What happens to a call depends on the plan and the call's number alone, so a
// run with the same seed and the same order of calls fails in the same places.
//
// Only calls that write are made to fail. A call that fails leaves the store as a process would
// that crashed there and was started again: the next call finds what was stored.
package faultstore
