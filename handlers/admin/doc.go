// Package admin answers the commands of the machine that the server runs on: tokens, backups,
// plans and deploys, the end of a quarantine. It is reached over a socket in the data folder, which only the folder's
// owner may use; so it asks for no password.
//
// Where no server runs, a command mounts the same handlers over the opened data folder. So a
// command does the same thing in both cases, by the same code.
package admin
