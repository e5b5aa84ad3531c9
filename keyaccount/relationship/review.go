package relationship

import (
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
)

// RelationshipReview is what was found out about the relationship with an account by a day.
type RelationshipReview struct {
	Date         time.Time         `json:"date"`
	People       []Rated           `json:"people,omitempty"`       // who is not in it has not been rated
	Organisation []DimensionRating `json:"organisation,omitempty"` // firm to firm, in the order of Scale.Organisation
}

// Rated is one person's ratings.
type Rated struct {
	Person  string            `json:"person"`  // ID
	Ratings []DimensionRating `json:"ratings"` // in the order of the scale
}

// DimensionRating is the grade in one dimension.
type DimensionRating struct {
	Score    clientele.Measure `json:"score"`              // 0–5; missing if nobody could tell
	Evidence string            `json:"evidence,omitempty"` // what was seen, and when; a grade without it counts for little
}

// check returns nil if the review fits the chain and the scale.
func (r *RelationshipReview) check(c *Chain, s *Scale) error {
	seen := map[string]bool{}
	for _, p := range r.People {
		if c.Index(p.Person) < 0 || seen[p.Person] {
			return bad("RelationshipReview", "person", p.Person, "each of the people in the chain at most once")
		}
		seen[p.Person] = true
		if err := checkRatings(p.Ratings, s.Dimensions, p.Person); err != nil {
			return err
		}
	}
	if len(r.Organisation) == 0 {
		return nil
	}
	return checkRatings(r.Organisation, s.organisation(), "the organisation")
}

func checkRatings(ratings []DimensionRating, dimensions []ScaleDimension, whose string) error {
	if len(ratings) != len(dimensions) {
		return bad("RelationshipReview", "number of ratings of "+whose, len(ratings), fmt.Sprintf("%d, one a dimension", len(dimensions)))
	}
	for i, r := range ratings {
		if v, known := r.Score.Value(); known && !(v >= 0 && v <= 5) {
			return r.Score.Check("relationship.RelationshipReview", dimensions[i].Name+" of "+whose, 0, 5)
		}
	}
	return nil
}

// score returns the weighted mean of the grades that were given, and how many
// of them count for less because there is no evidence; known is false if there
// is no grade.
func score(dimensions []ScaleDimension, ratings []DimensionRating, unproven float64) (mean float64, without int, known bool) {
	sum, weight := 0.0, 0.0
	for i, r := range ratings {
		v, given := r.Score.Value()
		if !given {
			continue
		}
		if r.Evidence == "" && v > unproven {
			v = unproven
			without++
		}
		sum += dimensions[i].Weight * v
		weight += dimensions[i].Weight
	}
	if !(weight > 0) {
		return 0, without, false
	}
	return sum / weight, without, true
}
