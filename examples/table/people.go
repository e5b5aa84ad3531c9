package table

import (
	"bytes"
	"encoding/binary"
	"unsafe"

	"github.com/clientele-go/clientele"
)

// person is one way in which the id of a customer is written. It fills a line of
// the processor's cache, because a file with many customers waits for each.
type person struct {
	key    [16]byte       // the id up to 15 bytes and one more than its length, or the hash of a longer one and tooLong
	name   string         // as it counts, by what is decided, if it is not as it is written; "" for nobody
	long   string         // the id as it is written, if it is longer
	seat   clientele.Seat // in the ledger that takes the rows
	rows   uint32         // of the present survey
	plain  bool           // the name is the id as it is written
	nobody bool           // it stands for no customer, whatever is decided
	total  bool           // it is the name of a row that adds up others
	odd    bool           // of several lines, or too long to be an id
}

// tooLong is the last byte of the key of an id of more than 15 bytes.
const tooLong = 17

// taken reports whether the place is not free.
func (p *person) taken() bool { return p.key[15] > 0 }

// raw returns the id as it is written.
func (p *person) raw() []byte {
	if p.key[15] == tooLong {
		return []byte(p.long)
	}
	return p.key[: p.key[15]-1 : 15]
}

// called returns the name that counts. It lies where the id does, which the
// processor has just looked at.
func (p *person) called() string {
	switch {
	case !p.plain:
		return p.name
	case p.key[15] == tooLong:
		return p.long
	}
	return unsafe.String(&p.key[0], p.key[15]-1)
}

// people are the persons of a file, each looked at once and known again by the
// bytes of the id. The zero value is empty.
type people struct {
	slots   []person // open addressing; a power of two
	n       int
	touched uint32 // only so that looking is not left out
	text    []byte // what is left of a block of their letters
}

// mostPeople bounds how many are kept: beyond it each row is looked at anew. A
// variable for the tests.
var mostPeople = 1 << 20

// keyOf returns the key of an id of that hash.
func keyOf(raw []byte, hash uint64) (key [16]byte) {
	if len(raw) <= 15 {
		copy(key[:], raw)
		key[15] = byte(len(raw)) + 1
		return key
	}
	binary.LittleEndian.PutUint64(key[:], hash)
	key[15] = tooLong
	return key
}

// ahead looks at the places of the persons whose rows come next, all before any
// is needed.
func (l *Log) ahead(customer int) func([]row) {
	return func(rows []row) {
		for i := range rows {
			rows[i].hash = hashOf(0, rows[i].fields[customer])
		}
		slots, sum := l.people.slots, uint32(0)
		if len(slots) == 0 {
			return
		}
		for i := range rows {
			at := &slots[rows[i].hash&uint64(len(slots)-1)]
			sum += at.rows + uint32(at.key[0]) // both ends of the place
		}
		l.people.touched = sum
	}
}

// find returns the person of an id; fresh says that it was not known, and nil
// that it is not and there are too many.
func (p *people) find(raw []byte, h uint64) (who *person, fresh bool) {
	if 2*p.n >= len(p.slots) {
		p.grow()
	}
	key := keyOf(raw, h)
	last := uint64(len(p.slots) - 1)
	for at := h & last; ; at = (at + 1) & last {
		who = &p.slots[at]
		if who.key == key && (key[15] != tooLong || who.long == string(raw)) {
			return who, false
		}
		if !who.taken() {
			break
		}
	}
	if p.n >= mostPeople {
		return nil, true
	}
	p.n++
	who.key = key
	if key[15] == tooLong {
		who.long = p.keep(raw)
	}
	return who, true
}

// keep copies the letters of an id to where those of others are: one block of
// memory for many.
func (p *people) keep(raw []byte) string {
	if len(raw) > 64 {
		return string(raw)
	}
	if len(p.text) < len(raw) {
		p.text = make([]byte, 16<<10)
	}
	kept := p.text[:len(raw):len(raw)]
	copy(kept, raw)
	p.text = p.text[len(raw):]
	return unsafe.String(unsafe.SliceData(kept), len(kept))
}

func (p *people) grow() {
	old := p.slots
	p.slots = make([]person, max(1024, 2*len(old)))
	last := uint64(len(p.slots) - 1)
	for i := range old {
		if !old[i].taken() {
			continue
		}
		at := hashOf(0, old[i].raw()) & last
		for p.slots[at].taken() {
			at = (at + 1) & last
		}
		p.slots[at] = old[i]
	}
}

// each gives every person to a function.
func (p *people) each(look func(*person)) {
	for i := range p.slots {
		if p.slots[i].taken() {
			look(&p.slots[i])
		}
	}
}

// person returns who an id of that hash is written for.
func (l *Log) person(raw []byte, hash uint64) *person {
	who, fresh := l.people.find(raw, hash)
	if who == nil {
		who = &l.stranger
		*who = person{long: string(raw)}
		who.key[15] = tooLong
	}
	if fresh {
		who.odd = bytes.IndexByte(raw, '\n') >= 0 || len(raw) > longestID
		who.total = isTotal(raw)
		who.nobody = l.isNobody(cleanID(raw), false)
		l.naming(who)
	}
	return who
}

// naming gives a person the name that counts, by what is decided.
func (l *Log) naming(who *person) {
	raw := who.raw()
	id := cleanID(raw)
	if l.sameIDs {
		l.scratch = append(l.scratch[:0], sameID(id, l.scratch)...)
		id = l.scratch
	}
	who.plain = false
	switch {
	case l.isNobody(id, l.zeroIsNobody):
		who.name = ""
	case string(id) == string(raw):
		who.plain = true
	case who.name != string(id):
		who.name = l.people.keep(id)
	}
}
