package relationship

// WhatIf is what a change of one person's stance would do.
type WhatIf struct {
	Person      int     `json:"person"`
	From        Stance  `json:"from"`
	To          Stance  `json:"to"`
	Support     float64 `json:"support"`     // rise of Analysis.Support
	Probability float64 `json:"probability"` // rise of Analysis.Probability
}

// WhatIf says by how much our support would rise if the person took another
// stance, Advocate if we win them. What others think because of it is in the
// person's influence already and is not counted a second time. Policy nil is
// the default. Somebody who is not in the chain gives an *InputError.
func (c *Chain) WhatIf(id string, to Stance, policy *ChainPolicy) (WhatIf, error) {
	q, err := policy.resolved()
	if err != nil {
		return WhatIf{}, err
	}
	i := c.Index(id)
	if i < 0 {
		return WhatIf{}, bad("Chain", "person", id, "one of the people")
	}
	if to > StanceAdvocate {
		return WhatIf{}, bad("Chain", "stance", to, "one of the declared stances, or none")
	}
	from := c.people[i].Stance
	return WhatIf{
		Person: i, From: from, To: to,
		Support:     c.share[i] * (to.Score() - from.Score()) / 2,
		Probability: c.share[i] * (q.Supports[to] - q.Supports[from]),
	}, nil
}

// With returns the chain with another stance of one person: what WhatIf
// measures, to be analysed as a whole.
func (c *Chain) With(id string, to Stance) (*Chain, error) {
	people := append([]Person(nil), c.people...)
	i := c.Index(id)
	if i < 0 {
		return nil, bad("Chain", "person", id, "one of the people")
	}
	people[i].Stance = to
	return NewChain(people, c.links)
}
