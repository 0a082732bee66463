package console

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/census"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/dossier"
	"github.com/parley-sms/parley/bot/draft"
	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/bot/ledger"
	"github.com/parley-sms/parley/bot/report"
	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/search"
)

// Engine is what the pages need of the engine.
type Engine interface {
	Now() time.Time
	// Program is the live program.
	Program() *fsm.Program
	// Apply decides an event of one subscriber and stores what it decided.
	Apply(ctx context.Context, phone fsm.Phone, ev fsm.Event) (fsm.Decision, error)
	// Beside runs a job that takes longer than a request may.
	Beside(job func(context.Context))
	// Watch tells which subscribers change, until stop is called.
	Watch() (changes <-chan fsm.Phone, stop func())
	// Changes is how many changes there were since the start.
	Changes() uint64
	// Foreteller tells what would happen to people, and what the guards would say.
	Foreteller(ctx context.Context) (bot.Foretell, error)
	// Alerts are what is not as it should be right now.
	Alerts() []bot.Alert
}

// Deps are what the pages work with. All must be given but Log and TestPhone.
type Deps struct {
	Users     *user.Book
	Store     store.Store
	Engine    Engine
	Deploy    *deploy.Deployer
	Explain   *explain.Explainer
	Dossier   *dossier.Maker
	Report    *report.Maker
	Search    *search.Index
	Drafts    *draft.Book
	Folder    string       // in which the program is kept, which no page writes to; empty: it is kept in the store alone
	Log       *slog.Logger // default: slog.Default()
	Secure    bool         // the console is reached over https alone
	TestPhone bool         // there is a test phone to link to
}

type console struct {
	Deps
	frames  frames
	present presence
	begun   time.Time // tells this process's changes from another's
	prover  task[ledger.Report]
	sizes   task[census.Sizes]
	ways    task[census.Ways]
	reach   task[census.Reach]
}

// Register adds the console to a router.
func Register(r gin.IRouter, d Deps) {
	if d.Log == nil {
		d.Log = slog.Default()
	}
	h := &console{Deps: d, frames: newFrames(), begun: time.Now()}
	g := r.Group("", guard, handlers.SameOrigin())
	read := []string{http.MethodGet, http.MethodHead}

	g.Match(read, "/console/assets/:name", h.asset)
	g.Match(read, welcomePath+":secret", h.getWelcome)
	g.POST(welcomePath+":secret", h.postWelcome)
	g.Match(read, loginPath, h.getLogin)
	g.POST(loginPath, h.postLogin)

	in := g.Group("", h.loggedIn)
	in.Match(read, "/", h.home)
	in.POST("/logout", h.postLogout)
	in.Match(read, "/account", h.getAccount)
	in.POST("/account/password", h.postPassword)
	in.POST("/account/sessions", h.postSessions)

	in.Match(read, searchPath, h.may(user.Know), h.getSearch)

	people := in.Group(peoplePath, h.may(user.Know))
	people.Match(read, "", h.getPeople)
	people.Match(read, "/:phone", h.getPerson)
	people.Match(read, "/:phone/path", h.getPath)
	people.Match(read, "/:phone/consent/:form", h.may(user.Prove), h.getDossier)
	people.POST("/:phone/erase", h.may(user.Prove), h.postErase)

	talk := in.Group(inboxPath, h.may(user.Talk))
	talk.Match(read, "", h.getInbox)
	talk.GET("/events", h.getEvents)
	talk.Match(read, "/:phone", h.getThread)
	for deed, do := range map[string]gin.HandlerFunc{"text": h.postText, "take": h.postTake, "handback": h.postHandback, "note": h.postNote,
		"snooze": h.postSnooze, "measure": h.postMeasure, "tags": h.postTags, "stop": h.postStop,
		"insert": h.postInsert, "unsend": h.postUnsend, "assign": h.postAssign, "attribute": h.postAttribute} {
		talk.POST("/:phone/"+deed, do)
	}

	h.marketers(in, read)

	prove := in.Group(compliancePath, h.may(user.Prove))
	prove.Match(read, "", h.getCompliance)
	prove.POST("/revocations/:phone", h.postDecision)
	prove.POST("/proof", h.postProof)

	manage := in.Group("/staff", h.may(user.Manage))
	manage.Match(read, "", h.getStaff)
	manage.POST("", h.postStaff)
	manage.POST("/:name", h.postMember)
	manage.Match(read, "/audit", h.getAudit)
}

// marketers adds the pages of workflows, reports and programs.
func (h *console) marketers(in gin.IRouter, read []string) {
	see := in.Group(workflowsPath, h.may(user.See))
	see.Match(read, "", h.getWorkflows)
	see.Match(read, "/:name", h.getWorkflow)
	see.POST("/:name/pause", h.may(user.Propose), h.postPause)

	segments := in.Group(segmentsPath, h.may(user.See), h.may(user.Know))
	segments.Match(read, "", h.getSegments)
	segments.POST("", h.postSegments)

	casts := in.Group(broadcastsPath, h.may(user.See))
	casts.Match(read, "", h.getBroadcasts)
	casts.Match(read, "/:name", h.getBroadcast)

	told := in.Group(reportsPath, h.may(user.See))
	told.Match(read, "", h.getReports)
	told.Match(read, "/experiments", h.getExperiments)
	told.Match(read, "/orders", h.may(user.Know), h.getOrders)

	programs := in.Group(programsPath, h.may(user.See))
	programs.Match(read, "", h.getPrograms)
	programs.Match(read, "/:number", h.getRevision)
	programs.Match(read, "/:number/zip", h.getPacked)
	programs.POST("/:number", h.may(user.Approve), h.postRevision)
	programs.Match(read, "/proposals/:hash", h.getProposal)
	programs.POST("/proposals/:hash", h.may(user.Approve), h.postProposal)

	write := in.Group(draftsPath, h.may(user.Propose))
	write.Match(read, "", h.getDrafts)
	write.POST("", h.postDrafts)
	write.Match(read, "/:name", h.getDraft)
	write.Match(read, "/:name/plan", h.getPlan)
	write.Match(read, "/:name/zip", h.getDraftPacked)
	for deed, do := range map[string]gin.HandlerFunc{"save": h.postSave, "check": h.postCheck, "remove": h.postRemove, "publish": h.postPublish} {
		write.POST("/:name/"+deed, do)
	}
}

// home leads to the first page that a role has.
func (h *console) home(c *gin.Context) {
	for _, p := range navigation {
		if who(c).Role.May(p.needs) {
			c.Redirect(http.StatusFound, p.Path)
			return
		}
	}
	c.Redirect(http.StatusFound, "/account")
}
