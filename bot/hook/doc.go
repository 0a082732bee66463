// Package hook posts the calls of workflows, and what webhooks are told, to a shop's endpoints, and reads what they
// answer.
//
// What is posted is signed as Standard Webhooks have it (sign.go), so that the endpoint knows who
// calls; its id is the Idempotency-Key, so that a call that is made again does nothing twice.
//
// A program is written by people who may not be allowed to reach everything that this machine can
// reach. So a call goes to https alone, follows no redirect, uses no proxy, and never reaches an
// address that is not public (guard.go): that is asked of the address that is dialled, after names
// were looked up. On the test phone alone, endpoints on this machine may be called, by http too.
package hook
