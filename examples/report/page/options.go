package page

import (
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/table"
	"github.com/clientele-go/clientele/portrait"
)

// Options say what a report is about. Zero fields mean the defaults.
type Options struct {
	Lang     clientele.Lang          // default English
	Currency string                  // of the amounts, such as "EUR"; default none
	AsOf     time.Time               // day up to which the log is complete; default its last
	Top      int                     // rows of a list; default 15
	Policy   portrait.PortraitPolicy // of value, segments and stages
	Contacts portrait.ContactPolicy  // of whom to call
	Accounts *table.Accounts         // key accounts with what is known of them; nil if none are given

	// Progress, if it is not nil, is told what is going on.
	Progress func(what string)
}

func (o Options) show(what string) {
	if o.Progress != nil {
		o.Progress(what)
	}
}

// words are a text in English and in Chinese.
type words = note.Words

func (o Options) in(w words) string { return w.In(o.Lang) }
