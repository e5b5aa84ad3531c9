package relationship

import (
	"slices"

	"github.com/clientele-go/clientele"
)

// Person is somebody in the account.
type Person struct {
	ID        string            `json:"id"`
	Roles     []BuyingRole      `json:"roles,omitempty"`
	Layer     Layer             `json:"layer,omitempty"`      // LayerKeyPersons or LayerBroad; by default see Person.InLayer
	ReportsTo string            `json:"reports_to,omitempty"` // ID of the superior; empty at the top
	Influence clientele.Measure `json:"influence"`            // on the decision, 0–10; missing: from the graph
	Stance    Stance            `json:"stance,omitempty"`
	Sponsor   string            `json:"sponsor,omitempty"` // who of ours looks after the person
	Tie       clientele.Measure `json:"tie"`               // how good that relationship is, 0–5
	Potential clientele.Measure `json:"potential"`         // probability of rising to more influence, 0–1
	Rank      int               `json:"rank,omitempty"`    // 1 the highest … 10; 0 unknown
	Function  string            `json:"function,omitempty"`
	// Department is the part of the firm the person belongs to; the general
	// relationship is one with all departments that deal with us.
	Department string `json:"department,omitempty"`
}

// Plays reports whether the person plays the role.
func (p *Person) Plays(r BuyingRole) bool { return slices.Contains(p.Roles, r) }

// InLayer returns the person's layer: Layer if it is set, else LayerKeyPersons for
// deciders, influencers, gatekeepers and coaches, and LayerBroad for the others.
func (p *Person) InLayer() Layer {
	if p.Layer != 0 {
		return p.Layer
	}
	for _, r := range p.Roles {
		switch r {
		case BuyingRoleDecider, BuyingRoleInfluencer, BuyingRoleGatekeeper, BuyingRoleCoach:
			return LayerKeyPersons
		}
	}
	return LayerBroad
}

// Link says that To listens to From, outside of the reporting lines.
type Link struct {
	From     string  `json:"from"`
	To       string  `json:"to"`
	Strength float64 `json:"strength"` // in (0, 1]: how often From's word carries To along
}

// name says which link is meant.
func (l *Link) name() string { return "link " + l.From + " → " + l.To }

func (p *Person) check() error {
	for _, r := range p.Roles {
		if !roles.Valid(r) {
			return bad("Chain", "role of person "+p.ID, r, "one of the declared roles")
		}
	}
	switch {
	case p.ID == "":
		return bad("Chain", "ID of a person", p.ID, "a name of its own for every person")
	case p.Layer > LayerBroad:
		return bad("Chain", "layer of person "+p.ID, p.Layer, "key-persons or broad")
	case p.Stance > StanceAdvocate:
		return bad("Chain", "stance of person "+p.ID, p.Stance, "one of the declared stances, or none")
	case p.Rank < 0 || p.Rank > 10:
		return bad("Chain", "rank of person "+p.ID, p.Rank, "1 (the highest) to 10, or 0 if unknown")
	}
	for _, m := range []struct {
		field string
		value clientele.Measure
		hi    float64
	}{{"influence", p.Influence, 10}, {"tie", p.Tie, 5}, {"potential", p.Potential, 1}} {
		if v, known := m.value.Value(); known && !(v >= 0 && v <= m.hi) {
			return m.value.Check("relationship.Chain", m.field+" of person "+p.ID, 0, m.hi)
		}
	}
	return nil
}

// bad returns the error of this package for a value it cannot take.
func bad(where, field string, value any, want string) error {
	return &clientele.InputError{Where: "relationship." + where, Field: field, Value: value, Want: want}
}
