package silence_test

import (
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/loyalty/retention"
	"github.com/clientele-go/clientele/segment/rfm"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sharedLedger reads a set of transactions into a ledger.
func sharedLedger(t *testing.T, file, customer, date, amount string) *clientele.Ledger[string] {
	t.Helper()
	f, err := os.Open(check.Shared(t, "data", file))
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	l, err := clientele.NewLedger[string](nil)
	require.NoError(t, err)
	at := func(name string) int { return slices.Index(rows[0], name) }
	for _, row := range rows[1:] {
		day, err := time.Parse(time.DateOnly, row[at(date)])
		require.NoError(t, err)
		money, err := strconv.ParseFloat(row[at(amount)], 64)
		require.NoError(t, err)
		require.NoError(t, l.Add(clientele.Transaction[string]{Customer: row[at(customer)], Time: day, Amount: money}))
	}
	return l
}

// From a ledger to every verdict: all packages call the same customers lost, because
// they have it from one rule; names of departure are refuted as seldom as the rule
// says; and own gaps, which keep a rate of false alarms instead, contradict it seldom.
func TestOneMeaningOfLost(t *testing.T) {
	if testing.Short() {
		t.Skip("fits three bases")
	}
	for _, base := range []struct {
		name, file, customer, date, amount, end string
		onlyOwn, onlyRule                       int // lost by own gaps alone, and by the rule alone: at most
	}{
		{"CDNOW", "cdnow_sample_transactions.csv", "customer_id", "date", "amount", "1997-09-30", 5, 1500},
		{"apparel", "apparel_transactions.csv", "customer_id", "date", "amount", "2006-12-31", 5, 300},
		{"orders", "rfm_orders.csv", "customer_id", "order_date", "revenue", "2006-06-30", 5, 5},
	} {
		l := sharedLedger(t, base.file, base.customer, base.date, base.amount)
		end, err := time.Parse(time.DateOnly, base.end)
		require.NoError(t, err)
		records, err := l.Records(end, clientele.Week)
		require.NoError(t, err)
		panel, err := btyd.CollectTimelines(records)
		require.NoError(t, err)
		rule := ruleOf(t, base.name, panel, 0)
		rhythm := rule.Rhythm()
		policy := &lifecycle.StagePolicy{Gap: 7 * rhythm.Gap, GapWeight: min(rhythm.Weight, 100)}
		stages := func(loss clientele.LossClassifier) map[string]lifecycle.Detector {
			rules, err := lifecycle.NewRules(policy, loss, nil)
			require.NoError(t, err)
			journeys, err := lifecycle.FollowLedger(rules, l, end)
			require.NoError(t, err)
			out := map[string]lifecycle.Detector{}
			for id, j := range journeys {
				require.NoError(t, j.Err)
				out[id] = j.Detector
			}
			return out
		}
		byRule, byGaps := stages(rule), stages(nil)
		var scored []rfm.RFM
		for rec := range records.All() {
			v, err := rfm.OfRecord(rec)
			require.NoError(t, err)
			scored = append(scored, v)
		}
		bins, err := rfm.Fit(scored, nil)
		require.NoError(t, err)
		named, err := rfm.NewSegmentation(bins, nil)
		require.NoError(t, err)
		after, err := loyalty.NewAfterSalesClassifier(nil)
		require.NoError(t, err)
		risk, err := retention.NewRiskScale(nil)
		require.NoError(t, err)

		var lost, departed, refuted, best, bestLost, relative, relativeLost, stageOnly, ruleOnly, onlyOwn, onlyRule float64
		i := 0
		for rec, ages := range records.Ages() {
			v := rule.ClassifyTimeline(btyd.Timeline{Purchases: ages, Age: rec.History.Age})
			e, err := rfm.DepartureOf(rule, rec.History)
			require.NoError(t, err)
			assert.Equal(t, v.Lost(), e.Loss.Lost(), "the gaps, and without them")
			segment := named.Classify(scored[i], e)
			i++
			assert.Equal(t, v.Lost(), after.Classify(loyalty.AfterSalesRecord{Loss: v}).Class == loyalty.AfterSalesLost)
			assert.Equal(t, v.Lost(), risk.ClassifyLoss(v).Level == clientele.LevelHigh)
			assert.Equal(t, v.Lost(), segment.Segment.Departure(), "%v %v", segment, v)
			d := byRule[rec.Customer]
			stage := d.Stage() == lifecycle.StageLost
			if v.Lost() {
				lost++
			}
			if stage && !v.Lost() {
				stageOnly++
			}
			if v.Lost() && !stage {
				ruleOnly++
			}
			if segment.Segment.Departure() {
				departed++
				for at := range l.Purchases(rec.Customer) {
					if weeks := at.Sub(end).Hours() / 24 / 7; weeks > 0 && weeks <= v.Horizon {
						refuted++
						break
					}
				}
			}
			if segment.Segment == rfm.SegmentChampions || segment.Segment == rfm.SegmentLoyal {
				best++
				if stage {
					bestLost++
				}
			}
			if segment.Relative == rfm.SegmentChampions || segment.Relative == rfm.SegmentLoyal {
				relative++
				if stage {
					relativeLost++
				}
			}
			own := byGaps[rec.Customer]
			gone := own.Stage() == lifecycle.StageLost
			if gone && !v.Lost() {
				onlyOwn++
			}
			if v.Lost() && !gone {
				onlyRule++
			}
		}
		t.Logf("%s: lost %.0f of %d; names of departure %.0f, refuted %.3f; champions or loyal %.0f of whom lost by stage %.0f (by scores alone %.0f, %.0f); lost by stage alone %.0f, by rule alone %.0f; by own gaps alone %.0f, by the rule and not own gaps %.0f",
			base.name, lost, records.Len(), departed, refuted/departed, best, bestLost, relative, relativeLost, stageOnly, ruleOnly, onlyOwn, onlyRule)
		assert.LessOrEqual(t, bestLost, 20.)
		assert.Zero(t, stageOnly)
		assert.Zero(t, ruleOnly)
		assert.LessOrEqual(t, int(onlyOwn), base.onlyOwn)
		assert.LessOrEqual(t, int(onlyRule), base.onlyRule)
		if departed > 0 { // nobody leaves the base of orders, and nobody is called lost
			assert.Less(t, refuted/departed, .15)
		}
	}
}
