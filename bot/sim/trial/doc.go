// Package trial puts the server on trial: a story drawn from a seed, of people who text, a shop, agents,
// a carrier and a disk that fail, and a process that is killed, is lived by the production engine on
// virtual time. Then the faults stop, everything must settle, and checkers judge what happened by what
// reached phones, what was acknowledged, and the ledger of consent alone.
//
// story.go draws a story, run.go lives it with what is done in it (deeds.go, deploys.go) and the faults
// of disk and process (disk.go), evidence.go is what came of it. judge.go lists the checkers; those of
// consent, of the program's suppressions and schedules, and of what is stored have files beside it
// (judge_consent.go, judge_program.go, judge_stored.go). rules.go holds what they know of the program by
// heart, since they must not ask the code that they judge. marks.go tells which faults were met, trace.go
// that the same seed lived the same story. trial.go tries one story, and leaves of one that fails as
// little as still fails; trials.go tries many.
package trial
