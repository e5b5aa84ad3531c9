package intake

import (
	"flag"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/value"
)

// DefineMargin adds the flag of what remains of the amounts.
func DefineMargin(f *flag.FlagSet, margin *float64, otherwise float64) {
	f.Float64Var(margin, "margin", otherwise, "profit as a `share` of the amounts, in (0, 1]")
}

// CheckMargin says what is wrong with a margin that was given.
func CheckMargin(margin float64) error {
	if margin > 0 && margin <= 1 {
		return nil
	}
	return fmt.Errorf("-margin %g is not a share: give a number above 0 up to 1", margin)
}

// TermFlags are the flags of what portraits and the lists of whom to contact assume.
type TermFlags struct {
	horizon, term string
	rate          float64
	policy        *portrait.PortraitPolicy
	contacts      *portrait.ContactPolicy
}

// Define adds the flags; they are written into the policies, by the flags package
// or by Fill.
func (t *TermFlags) Define(f *flag.FlagSet, policy *portrait.PortraitPolicy, contacts *portrait.ContactPolicy) {
	t.policy, t.contacts = policy, contacts
	f.StringVar(&t.horizon, "horizon", "1 year", "how far ahead value counts: a `length` such as \"26 weeks\"")
	f.Float64Var(&t.rate, "rate", 0.1, "discount `rate`, effective per year: 0.1 is 10 %")
	DefineMargin(f, &policy.Margin, 1)
	f.StringVar(&t.term, "term", "", "`length` of a term, such as \"1 month\", where customers pay under contract")
	f.Float64Var(&contacts.Budget, "budget", 0, "`money` for contacts; default no limit")
	f.Float64Var(&contacts.Cost, "cost", 1, "`money` that one contact costs")
}

// Fill checks what the flags package does not.
func (t *TermFlags) Fill() error {
	n, unit, err := ParseLength(t.horizon, clientele.Day)
	if err != nil {
		return fmt.Errorf("-horizon: %w", err)
	}
	t.policy.Horizon = value.Within(n, unit)
	if t.rate > 1 {
		return fmt.Errorf("-rate %g is more than 100 %% a year: give 0.1 for 10 %%", t.rate)
	}
	t.policy.Rate = value.Annual(t.rate)
	if t.term != "" {
		n, unit, err := ParseLength(t.term, clientele.Day)
		if err != nil {
			return fmt.Errorf("-term: %w", err)
		}
		t.policy.Term = clientele.Unit(n * float64(unit))
	}
	if err := t.policy.Check(); err != nil {
		return err
	}
	return t.contacts.Check()
}
