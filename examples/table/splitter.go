package table

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// splitter goes through a date from left to right.
type splitter struct {
	text  []byte
	at    int
	m     moment
	hms   [3]int
	clock int // how many of them are there
	half  int
	week  bool
	next  byte // role of the next number
	words []string
}

func (p *splitter) add(v, length int) bool {
	if p.m.count == 3 {
		return false
	}
	p.m.parts[p.m.count], p.m.lengths[p.m.count], p.m.role[p.m.count] = v, length, p.next
	p.m.count++
	p.next = 0
	return true
}

// complete reports whether the date is all there, so that what follows is the
// time of day.
func (p *splitter) complete() bool { return p.m.count == 3 || p.m.count == 2 && p.m.word != "" }

func (p *splitter) skipFraction() {
	if p.at+1 < len(p.text) && (p.text[p.at] == '.' || p.text[p.at] == ',' || p.text[p.at] == ':') && p.text[p.at+1] >= '0' && p.text[p.at+1] <= '9' {
		for p.at++; p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9'; p.at++ {
		}
	}
}

func (p *splitter) run() moment {
	none := moment{}
	for p.at < len(p.text) {
		c := p.text[p.at]
		switch {
		case c >= '0' && c <= '9':
			if !p.number() {
				return none
			}
		case (c == '+' || c == '-') && p.clock > 0:
			if !p.offset() {
				return none
			}
		case c == '[' && p.clock > 0:
			end := bytes.IndexByte(p.text[p.at:], ']')
			if end < 0 {
				return none
			}
			p.m.zone = string(p.text[p.at+1 : p.at+end])
			p.at += end + 1
		case c < utf8.RuneSelf && !(c|0x20 >= 'a' && c|0x20 <= 'z'):
			if strings.IndexByte(" \t-/.,:;_'()\\", c) < 0 {
				return none
			}
			if p.m.count == 1 && p.m.sign == 0 && c != ' ' {
				p.m.sign = c
			}
			p.at++
		default:
			if !p.wordOrMark() {
				return none
			}
		}
	}
	return p.finish()
}

// number reads a part of the date or the time of day.
func (p *splitter) number() bool {
	start := p.at
	for p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9' {
		p.at++
	}
	run := p.text[start:p.at]
	if len(run) > 4 || p.clock >= 3 && p.complete() {
		return false
	}
	v := number2(run)
	follow, _ := utf8.DecodeRune(p.text[p.at:])
	colon := follow == ':' || follow == '：'
	if mark := marks[follow]; mark != 0 && mark < 'a' { // 2024年
		p.next = mark
		p.at += utf8.RuneLen(follow)
		return p.add(v, len(run))
	} else if mark >= 'a' { // 11时
		p.at += utf8.RuneLen(follow)
		i := map[byte]int{'h': 0, 'm': 1, 's': 2}[mark]
		if i < p.clock {
			return false
		}
		p.hms[i], p.clock = v, i+1
		return true
	}
	isClock := p.clock > 0 && p.clock < 3 || colon && len(run) <= 2 && p.clock == 0 || p.complete() && p.clock == 0
	if !isClock {
		if p.week && p.m.count == 1 {
			p.next = 'W'
		}
		return p.add(v, len(run))
	}
	if p.clock == 0 && len(run) == 4 && !colon { // 1123
		p.hms[0], p.hms[1], p.clock = v/100, v%100, 2
		return true
	}
	if len(run) > 2 && p.clock < 2 {
		return false
	}
	if p.clock >= 2 && p.clock == 3 {
		return false
	}
	p.hms[p.clock] = v
	p.clock++
	if p.clock == 3 {
		p.skipFraction()
	}
	if p.at < len(p.text) && (colon || p.clock < 3 && p.text[p.at] == '.' && p.at+1 < len(p.text) && p.text[p.at+1] >= '0' && p.text[p.at+1] <= '9') {
		p.at += max(1, utf8.RuneLen(rune(p.text[p.at])))
		if follow == '：' {
			p.at += utf8.RuneLen('：') - 1
		}
	}
	return true
}

// offset reads +08:00, -0500, +2.
func (p *splitter) offset() bool {
	sign := 1
	if p.text[p.at] == '-' {
		sign = -1
	}
	p.at++
	start := p.at
	for p.at < len(p.text) && (p.text[p.at] >= '0' && p.text[p.at] <= '9' || p.text[p.at] == ':') {
		p.at++
	}
	run := bytes.ReplaceAll(p.text[start:p.at], []byte(":"), nil)
	if len(run) == 0 {
		return start == len(p.text) || p.text[start] == ' '
	}
	if len(run) > 6 {
		return false
	}
	h, mi := 0, 0
	if len(run) <= 2 {
		h = number2(run)
	} else {
		h, mi = number2(run[:len(run)-2]), number2(run[len(run)-2:])
		if len(run) > 4 {
			h, mi = number2(run[:2]), number2(run[2:4])
		}
	}
	if h > 15 || mi > 59 {
		return false
	}
	p.m.offset, p.m.hasZone, p.m.zone = sign*(h*3600+mi*60), true, ""
	return true
}

// wordOrMark reads a word.
func (p *splitter) wordOrMark() bool {
	start := p.at
	for p.at < len(p.text) {
		r, size := utf8.DecodeRune(p.text[p.at:])
		if r == utf8.RuneError {
			return false
		}
		dot := r == '.' && p.at+size < len(p.text) && p.at > start && (isLetter(p.text[p.at+size:]) || p.clock > 0 && p.text[p.at+size] == ' ')
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !dot && r != 0x200c {
			break
		}
		if r > 0x2e80 && p.at > start && (r == '年' || r == '日') && !weekdayBegins(p.text[start:p.at]) { // 四月 ends before the next mark
			break
		}
		p.at += size
		if r > 0x2e80 && halves[fold(string(p.text[start:p.at]))] > 0 {
			break
		}
	}
	if p.at == start { // a sign that is no letter
		_, size := utf8.DecodeRune(p.text[p.at:])
		r, _ := utf8.DecodeRune(p.text[p.at:])
		if !unicode.IsSpace(r) && !unicode.IsPunct(r) && r != 0x200f && r != 0x200e && r != 0xfeff && r != 'º' {
			return false
		}
		p.at += size
		return true
	}
	raw := string(p.text[start:p.at])
	w := fold(raw)
	// "a.m." and "p. m."
	if (w == "a" || w == "p") && p.clock > 0 {
		rest := bytes.TrimLeft(p.text[p.at:], ". \u00a0")
		if len(rest) > 0 && (rest[0]|0x20) == 'm' && (len(rest) == 1 || !isLetter(rest[1:])) {
			p.at = len(p.text) - len(rest) + 1
			w += "m"
		}
	}
	switch {
	case w == "":
		return true
	case (w == "t" || w == "at") && p.complete():
		return true
	case w == "w" || w == "week" || w == "kw" || w == "周" || w == "第" || w == "wk":
		if w != "第" {
			p.week = true
		}
		return true
	case w == "q" || w == "quarter" || w == "季度":
		p.m.kind = momentQuarter
		return true
	case w == "z" && p.clock > 0 || w == "utc" || w == "gmt":
		p.m.hasZone = true
		return true
	case p.clock > 0 && halves[w] > 0 && w != "de" && w != "du" && w != "a" && w != "p":
		p.half = halves[w]
		return true
	case halves[w] > 0 && len(w) > 2 && raw[0] >= 0x80: // 上午 stands before the time
		p.half = halves[w]
		return true
	case w == "thang" || w == "thg":
		p.next = 'M'
		return true
	case w == "h" && p.clock == 1, w == "h" && p.complete() && p.clock == 0:
		return true
	case fillers[w] && !(p.m.word == "" && monthName(w)):
		return true
	}
	if monthName(w) && p.m.word == "" {
		p.m.word, p.m.wordAt = w, p.m.count
		return true
	}
	if p.clock > 0 && len(w) >= 2 && len(w) <= 5 && strings.ToUpper(raw) == raw { // EST, CEST
		p.m.zone = raw
		return true
	}
	if weekday(w) || weekdayBegins([]byte(raw)) || len(raw) == 3 && strings.Contains("日月火水木金土월화수목금토일", raw) || strings.HasSuffix(raw, "曜日") || strings.HasSuffix(raw, "요일") {
		return true
	}
	p.words = append(p.words, w)
	return len(p.words) <= 3
}

func isLetter(b []byte) bool {
	r, _ := utf8.DecodeRune(b)
	return unicode.IsLetter(r)
}

// weekdayBegins reports whether a Chinese word is a day of the week.
func weekdayBegins(word []byte) bool {
	for _, w := range []string{"星期", "周", "週", "礼拜", "禮拜"} {
		if bytes.HasPrefix(word, []byte(w)) {
			return true
		}
	}
	return false
}

// finish says what it is.
func (p *splitter) finish() moment {
	m := p.m
	if p.clock > 0 {
		h := p.hms[0]
		switch {
		case p.half == 3 && h < 11: // 中午 1 点
			h += 12
		case p.half == 1 && h == 12:
			h = 0
		case p.half == 2 && h < 12:
			h += 12
		case p.half > 0 && h > 23:
			return moment{}
		}
		if h == 24 && p.hms[1] == 0 && p.hms[2] == 0 {
			h = 24
		} else if h > 23 || p.hms[1] > 59 || p.hms[2] > 60 {
			return moment{}
		}
		m.seconds, m.clock = h*3600+p.hms[1]*60+min(p.hms[2], 59), true
	}
	switch {
	case m.kind == momentQuarter:
		if m.count == 2 && (m.lengths[0] == 4 || m.lengths[1] == 4) {
			return m
		}
		return moment{}
	case p.week:
		m.kind = momentWeek
		if m.count < 2 || m.lengths[0] != 4 {
			return moment{}
		}
		return m
	case len(p.words) > 0:
		if m.count < 1 || m.word != "" || len(p.words) > 1 {
			return moment{}
		}
		m.kind, m.word = momentWord, p.words[0]
		m.wordAt = 0
		return m
	case m.word != "" && m.count == 2:
		m.kind = momentNamed
	case m.word != "" && m.count == 1 && m.lengths[0] == 4:
		m.kind = momentMonth
	case m.word != "" && m.count == 1 && m.lengths[0] == 2: // Apr-23
		m.kind = momentMonth
	case m.count == 3 && m.word == "":
		m.kind = momentParts
	case m.count == 2 && m.word == "" && (m.lengths[0] == 4 || m.lengths[1] == 4):
		m.kind = momentMonth
	default:
		return moment{}
	}
	return m
}
