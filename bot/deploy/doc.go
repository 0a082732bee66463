// Package deploy changes which program is live, and keeps every one that ever was.
//
// A revision is what was deployed, by whom, when and why (revision.go), with the files of its program
// as one packed value (pack.go). The latest revision is the live one; going back to an older one makes a
// new revision of the same files.
//
// A Deployer plans a change (plan.go) and makes it (deploy.go) if the plan's hash was seen and still
// is the plan's. It may also be proposed (approve.go), and must be where the live program asks for a second person's
// approval: then it is made when somebody else than who proposed it has approved the same plan. Then the engine decides by the new program, and its refit loop brings the records whose
// timers move to it. Where no server runs, the same is stored, and done at the next start (start.go).
package deploy
