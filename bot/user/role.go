package user

import (
	"fmt"
	"slices"
)

// Role is what an account is for.
type Role string

// The roles. What each may do stands in abilities.
const (
	Agent    Role = "agent"    // talks with people
	Marketer Role = "marketer" // writes programs and reads reports
	Approver Role = "approver" // a marketer who may also let another's program or broadcast go
	Admin    Role = "admin"    // everything, accounts included
)

// Roles lists all roles, the least first.
func Roles() []Role { return []Role{Agent, Marketer, Approver, Admin} }

// Ability is one thing that a role may do.
type Ability string

// The abilities.
const (
	Talk    Ability = "talk"    // read threads, take them over, write
	Know    Ability = "know"    // one person's path
	See     Ability = "see"     // workflows, reports
	Propose Ability = "propose" // change a program, plan it, draft a broadcast
	Approve Ability = "approve" // let another's program or broadcast go
	Prove   Ability = "prove"   // consent histories, the ledger, exports, erasure
	Manage  Ability = "manage"  // accounts, and what they did
)

var abilities = map[Role][]Ability{
	Agent:    {Talk, Know},
	Marketer: {Know, See, Propose},
	Approver: {Know, See, Propose, Approve, Prove},
	Admin:    {Talk, Know, See, Propose, Approve, Prove, Manage},
}

// May tells whether the role may do something.
func (r Role) May(a Ability) bool { return slices.Contains(abilities[r], a) }

func (r Role) check() error {
	if slices.Contains(Roles(), r) {
		return nil
	}
	return fmt.Errorf("%.40q is no role; the roles are %v", string(r), Roles())
}
