// Package user keeps the accounts of the people who work with Parley: who they are, what their role
// lets them do, how they prove who they are, and in which browsers they have done so.
//
// An account is made without a password. Whoever makes it gets a one-time link (invite.go), by which
// its owner sets the password; so nobody ever knows another's. The very first account, an admin's, is
// made by a link that the server prints as long as there is none. A password is kept as an argon2id
// hash (password.go), and of links and sessions the SHA-256 of the secret alone: who reads the data
// file cannot log in with what he finds.
//
// A session is 256 random bits in a cookie. It ends when it has not been used for a week, after 30
// days, by its owner, by an admin, and whenever the password or the role changes. Who guesses is slowed down, by account and
// by address (throttle.go).
package user
