package lifecycle

// StageEntry is the beginning of a stage in a customer's history.
type StageEntry struct {
	Day      Day   `json:"day"`                // first day in the stage
	Stage    Stage `json:"stage"`              // the stage that began
	From     Stage `json:"from,omitempty"`     // the stage before; unassigned for the first
	Returned bool  `json:"returned,omitempty"` // the customer had been lost and bought again
	Churn    Churn `json:"churn,omitempty"`    // who ended the relationship, if Stage is StageLost and it is known
}

// StageAt returns the stage that a history, in the order of its days, says
// the customer was in on a day; unassigned before the first entry.
func StageAt(history []StageEntry, day Day) Stage {
	var s Stage
	for _, e := range history {
		if e.Day > day {
			break
		}
		s = e.Stage
	}
	return s
}
