package relationship

import (
	"encoding/json"
	"slices"
	"strings"
)

// Chain is the decision chain of one account. It never changes; people keep
// the order in which they were given, and are known by their place in it.
type Chain struct {
	people []Person
	links  []Link
	boss   []int       // place of the superior, −1 at the top
	edges  [][]contact // links by the place of From
	share  []float64   // influence, sums to 1
}

// contact is a way from one person to another.
type contact struct {
	to       int
	strength float64
}

// MaxPeople is the largest chain; beyond it the influence from the graph takes
// too long, and nobody knows so many people.
const MaxPeople = 1000

// NewChain checks the people and the links and returns their chain. It refuses,
// with an *InputError: no people, IDs that are empty or appear twice,
// superiors and ends of links that are not among the people, reporting lines
// that run in a circle, links to oneself, given twice or with a strength
// outside (0, 1], values outside their ranges, and a total influence of 0.
// The slices are copied.
func NewChain(people []Person, links []Link) (*Chain, error) {
	if len(people) == 0 || len(people) > MaxPeople {
		return nil, bad("Chain", "number of people", len(people), "1 to 1000")
	}
	c := &Chain{people: slices.Clone(people), links: slices.Clone(links)}
	index := make(map[string]int, len(people))
	for i := range people {
		p := &c.people[i]
		if err := p.check(); err != nil {
			return nil, err
		}
		if _, twice := index[p.ID]; twice {
			return nil, bad("Chain", "ID of a person", p.ID, "a name of its own for every person")
		}
		index[p.ID] = i
		p.Roles = slices.Clone(p.Roles)
	}
	if err := c.connectSuperiors(index); err != nil {
		return nil, err
	}
	if err := c.connectLinks(index); err != nil {
		return nil, err
	}
	if err := c.shareInfluence(); err != nil {
		return nil, err
	}
	return c, nil
}

// connectSuperiors fills in boss and refuses circles.
func (c *Chain) connectSuperiors(index map[string]int) error {
	c.boss = make([]int, len(c.people))
	for i, p := range c.people {
		c.boss[i] = -1
		if p.ReportsTo == "" {
			continue
		}
		boss, known := index[p.ReportsTo]
		if !known {
			return bad("Chain", "superior of "+p.ID, p.ReportsTo, "one of the people, or nobody")
		}
		c.boss[i] = boss
	}
	for i := range c.people {
		steps := 0
		for j := c.boss[i]; j >= 0; j = c.boss[j] {
			if steps++; steps > len(c.people) {
				return bad("Chain", "reporting line of "+c.people[i].ID, c.circle(j), "a line that ends at somebody who reports to nobody")
			}
		}
	}
	return nil
}

// circle writes the circle of reporting lines through i.
func (c *Chain) circle(i int) string {
	names := []string{c.people[i].ID}
	for j := c.boss[i]; j != i; j = c.boss[j] {
		names = append(names, c.people[j].ID)
	}
	return strings.Join(append(names, c.people[i].ID), " → ")
}

func (c *Chain) connectLinks(index map[string]int) error {
	c.edges = make([][]contact, len(c.people))
	for _, l := range c.links {
		from, known := index[l.From]
		if !known {
			return bad("Chain", "link from", l.From, "one of the people")
		}
		to, known := index[l.To]
		if !known {
			return bad("Chain", "link to", l.To, "one of the people")
		}
		switch {
		case from == to:
			return bad("Chain", l.name(), "to oneself", "two people")
		case !(l.Strength > 0 && l.Strength <= 1):
			return bad("Chain", "strength of "+l.name(), l.Strength, "a number in (0, 1]")
		case slices.ContainsFunc(c.edges[from], func(e contact) bool { return e.to == to }):
			return bad("Chain", l.name(), "given twice", "one link for each direction")
		}
		c.edges[from] = append(c.edges[from], contact{to, l.Strength})
	}
	return nil
}

// Len returns the number of people.
func (c *Chain) Len() int { return len(c.people) }

// Person returns the person at place i; the slice of roles is not to be changed.
// It panics if there is none.
func (c *Chain) Person(i int) Person { return c.people[i] }

// Links returns the links, in the order in which they were given.
func (c *Chain) Links() []Link { return slices.Clone(c.links) }

// Index returns the place of the person with the ID, −1 if there is none.
func (c *Chain) Index(id string) int {
	for i := range c.people {
		if c.people[i].ID == id {
			return i
		}
	}
	return -1
}

// Influence returns everybody's share of the influence on the decision, in the
// order of the people; the shares sum to 1.
func (c *Chain) Influence() []float64 { return slices.Clone(c.share) }

type chainJSON struct {
	People []Person `json:"people"`
	Links  []Link   `json:"links,omitempty"`
}

// MarshalJSON writes the people and the links.
func (c *Chain) MarshalJSON() ([]byte, error) { return json.Marshal(chainJSON{c.people, c.links}) }

// UnmarshalJSON reads and checks what MarshalJSON writes; c is unchanged on error.
func (c *Chain) UnmarshalJSON(data []byte) error {
	var j chainJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	d, err := NewChain(j.People, j.Links)
	if err != nil {
		return err
	}
	*c = *d
	return nil
}
