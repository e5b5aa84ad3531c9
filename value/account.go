package value

import (
	"github.com/clientele-go/clientele/internal/wire"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/exact"
)

// ValuePost is what an amount in a customer's account is for.
type ValuePost uint8

// The posts. The zero value is unassigned.
const (
	ValuePostRevenue         ValuePost = iota + 1 // 收入
	ValuePostReferral                             // value of customers they brought 推荐价值
	ValuePostDirectCost                           // cost of what was sold 直接成本
	ValuePostServiceCost                          // cost to serve 服务成本
	ValuePostAcquisitionCost                      // cost of winning them 获客成本
	ValuePostRetentionCost                        // cost of keeping them 客户维系成本
)

var posts = enum.New[ValuePost]("value.ValuePost",
	enum.Row{Name: "revenue", English: "Revenue", Chinese: "收入"},
	enum.Row{Name: "referral", English: "Referral value", Chinese: "推荐价值"},
	enum.Row{Name: "direct-cost", English: "Direct cost", Chinese: "直接成本"},
	enum.Row{Name: "service-cost", English: "Cost to serve", Chinese: "服务成本"},
	enum.Row{Name: "acquisition-cost", English: "Acquisition cost", Chinese: "获客成本"},
	enum.Row{Name: "retention-cost", English: "Retention cost", Chinese: "客户维系成本"},
)

const postCount = 6

// Cost reports whether amounts of the post are deducted.
func (p ValuePost) Cost() bool { return p >= ValuePostDirectCost && posts.Valid(p) }

// String returns the permanent name, such as "revenue".
func (p ValuePost) String() string { return posts.String(p) }

// Label returns the post's name in lang.
func (p ValuePost) Label(lang clientele.Lang) string { return posts.Label(p, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (p ValuePost) MarshalText() ([]byte, error) { return posts.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (p *ValuePost) UnmarshalText(text []byte) error { return posts.UnmarshalText(p, text) }

// ValueAccount is a ledger of the value a customer, or a base, has delivered up to
// a valuation date: every amount of the past, compounded to that date. With
// what remains it makes a ValueStatement, which adds up. The zero value is empty;
// the entries may come in any order and from any shards.
//
// All entries of an account must be dated from the same valuation date and
// compounded with the same force.
type ValueAccount struct {
	sums [postCount]exact.Sum
	n    int
}

// Add enters an amount, ago ≥ 0 time units before the valuation date,
// compounded with force (DiscountRate.Force of that unit): amount·exp(force·ago).
// Amounts of costs are given as positive numbers and deducted. A negative
// amount corrects an earlier one. The receiver is unchanged on error.
func (a *ValueAccount) Add(post ValuePost, amount, ago, force float64) error {
	const where = "value.ValueAccount"
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: where, Field: field, Value: value, Want: want}
	}
	switch v := amount * math.Exp(force*ago); {
	case !posts.Valid(post):
		return bad("Post", post, "one of the declared posts")
	case !(force >= 0):
		return bad("force", force, "a continuous rate >= 0 per unit of time, such as Rate.Force gives")
	case !(ago >= 0) || math.IsInf(ago, 1):
		return bad("ago", ago, "a time >= 0: the past only; what is to come belongs to the remaining value")
	case !(math.Abs(v) <= maxAmount):
		return bad("amount", amount, "a finite amount, below 1e290 when compounded")
	default:
		a.sums[post-1].Add(v)
		a.n++
		return nil
	}
}

// Merge adds the entries of b; b is unchanged, and nil counts as empty.
func (a *ValueAccount) Merge(b *ValueAccount) error {
	if b == nil {
		return nil
	}
	for i := range b.sums {
		a.sums[i].Merge(b.sums[i])
	}
	a.n += b.n
	return nil
}

// Len returns the number of entries.
func (a *ValueAccount) Len() int { return a.n }

// ValueLine is one post of a statement.
type ValueLine struct {
	Post   ValuePost `json:"post"`
	Amount float64   `json:"amount"` // compounded to the valuation date; costs are negative
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (v ValueLine) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes.
func (v *ValueLine) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

// ValueStatement is lifetime value as a ledger that adds up 客户终身价值 = 已实现价值 + 剩余价值.
type ValueStatement struct {
	Lines     []ValueLine `json:"lines"`     // every post that occurs, in the order of the constants
	Delivered float64     `json:"delivered"` // the past: the exact sum of Lines
	Remaining float64     `json:"remaining"` // what is expected from the valuation date on (CLV, DERL times margin)
	Lifetime  float64     `json:"lifetime"`  // Delivered + Remaining
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (v ValueStatement) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes.
func (v *ValueStatement) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

// Statement closes the account with the remaining value at the valuation date.
// The lines are rounded to floats, and Delivered is their exact sum rounded
// once. Remaining must be a finite number below 1e290.
func (a *ValueAccount) Statement(remaining float64) (ValueStatement, error) {
	if err := checkAmount("value.ValueAccount.Statement", "remaining", remaining, -maxAmount); err != nil {
		return ValueStatement{}, err
	}
	s := ValueStatement{Remaining: remaining}
	var total exact.Sum
	for i := range a.sums {
		if len(a.sums[i].Parts()) == 0 {
			continue
		}
		line := ValueLine{ValuePost(i + 1), a.sums[i].Value()}
		if line.Post.Cost() {
			line.Amount = -line.Amount
		}
		s.Lines = append(s.Lines, line)
		total.Add(line.Amount)
	}
	s.Delivered = total.Value()
	total.Add(remaining)
	s.Lifetime = total.Value()
	return s, nil
}

const (
	accountTag     = "VACC"
	accountVersion = 1
)

// AppendBinary appends an encoding of the exact totals, which depends on the
// entries only and not on their order.
func (a *ValueAccount) AppendBinary(dst []byte) ([]byte, error) {
	if a == nil {
		a = new(ValueAccount)
	}
	start := len(dst)
	dst = codec.Uint(codec.Header(dst, accountTag, accountVersion), uint64(a.n))
	for i := range a.sums {
		dst = a.sums[i].Append(dst)
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (a *ValueAccount) MarshalBinary() ([]byte, error) { return a.AppendBinary(nil) }

// MarshalText implements encoding.TextMarshaler: the binary form in base64,
// which is how an account stands in JSON.
func (a *ValueAccount) MarshalText() ([]byte, error) { return codec.MarshalText(a) }

// UnmarshalText reads what MarshalText writes; the receiver is unchanged on error.
func (a *ValueAccount) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "value.ValueAccount", a)
}

// UnmarshalBinary reads what MarshalBinary writes; the receiver is unchanged on error.
func (a *ValueAccount) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "value.ValueAccount", accountTag, accountVersion)
	var out ValueAccount
	out.n = r.Number(math.MaxInt)
	for i := range out.sums {
		out.sums[i].Read(r, 1e300)
	}
	if err := r.Close(); err != nil {
		return err
	}
	*a = out
	return nil
}
