package main

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// mutant is one change to the text of a file.
type mutant struct {
	file       string // absolute
	text       []byte // of the file
	line       int
	start, end int    // what is replaced
	by         string // with what
	what       string // in words
}

// key names a mutant however the file grows around it.
func (m mutant) key() string {
	from := strings.LastIndexByte(string(m.text[:m.start]), '\n') + 1
	to := m.end + strings.IndexByte(string(m.text[m.end:])+"\n", '\n')
	line := strings.Join(strings.Fields(string(m.text[from:to])), " ")
	return fmt.Sprintf("%s: %s: %s @%d", relative(m.file), line, m.what, len(strings.Fields(string(m.text[from:m.start]))))
}

// String writes the file, the line and what is changed.
func (m mutant) String() string {
	return fmt.Sprintf("%s:%d %s", relative(m.file), m.line, strings.TrimPrefix(m.key(), relative(m.file)+": "))
}

func (m mutant) mutated() []byte {
	return append(append(append([]byte{}, m.text[:m.start]...), m.by...), m.text[m.end:]...)
}

// source is the code of one argument and what can be changed in it.
type source struct {
	dir     string
	mutants []mutant
}

// load finds the mutants of a folder's files, or of one file.
func load(arg string) (*source, error) {
	path, err := filepath.Abs(arg)
	if err != nil {
		return nil, err
	}
	p := &source{dir: path}
	var files []string
	if strings.HasSuffix(path, ".go") {
		p.dir, files = filepath.Dir(path), []string{path}
	} else {
		pkg, err := build.ImportDir(path, 0)
		if err != nil {
			return nil, err
		}
		for _, f := range pkg.GoFiles {
			files = append(files, filepath.Join(path, f))
		}
	}
	for _, f := range files {
		if err := p.read(f); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (p *source) read(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, file, text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	at := func(pos token.Pos) int { return set.Position(pos).Offset }
	add := func(from, to token.Pos, by, what string) {
		p.mutants = append(p.mutants, mutant{file, text, set.Position(from).Line, at(from), at(to), by, what})
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			return n.Tok != token.IMPORT && n.Tok != token.TYPE
		case *ast.CallExpr:
			switch f := n.Fun.(type) {
			case *ast.Ident:
				if f.Name == "panic" {
					return false
				}
			case *ast.SelectorExpr: // only the sign of math.Inf's argument counts
				if f.Sel.Name == "Inf" {
					return false
				}
			}
		case *ast.BinaryExpr:
			for _, other := range opposites[n.Op] {
				add(n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), other.String(), n.Op.String()+" to "+other.String())
			}
		case *ast.BasicLit:
			if by := next(n); by != "" {
				add(n.Pos(), n.End(), by, n.Value+" to "+by)
			}
		case *ast.IfStmt:
			add(n.Cond.Pos(), n.Cond.End(), "!("+string(text[at(n.Cond.Pos()):at(n.Cond.End())])+")", "condition negated")
		case *ast.ExprStmt:
			add(n.Pos(), n.End(), "", "statement dropped")
		case *ast.IncDecStmt:
			add(n.Pos(), n.End(), "", "statement dropped")
		case *ast.BranchStmt:
			if n.Label == nil && n.Tok != token.FALLTHROUGH {
				add(n.Pos(), n.End(), "", "statement dropped")
			}
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				add(n.Pos(), n.End(), "", "statement dropped")
			}
		case *ast.UnaryExpr:
			if n.Op == token.SUB || n.Op == token.NOT {
				add(n.OpPos, n.OpPos+1, "", n.Op.String()+" dropped")
			}
		}
		return true
	})
	return nil
}

// opposites are the operators that take the place of one.
var opposites = map[token.Token][]token.Token{
	token.LSS: {token.LEQ, token.GEQ}, token.LEQ: {token.LSS, token.GTR},
	token.GTR: {token.GEQ, token.LEQ}, token.GEQ: {token.GTR, token.LSS},
	token.EQL: {token.NEQ}, token.NEQ: {token.EQL},
	token.ADD: {token.SUB}, token.SUB: {token.ADD},
	token.MUL: {token.QUO}, token.QUO: {token.MUL}, token.REM: {token.MUL},
	token.LAND: {token.LOR}, token.LOR: {token.LAND},
	token.SHL: {token.SHR}, token.SHR: {token.SHL},
}

// next returns the number one above a literal; "" for what is no number.
func next(n *ast.BasicLit) string {
	switch n.Kind {
	case token.INT:
		if v, err := strconv.ParseInt(n.Value, 0, 62); err == nil {
			return strconv.FormatInt(v+1, 10)
		}
	case token.FLOAT:
		if v, err := strconv.ParseFloat(n.Value, 64); err == nil {
			return strconv.FormatFloat(v+1, 'g', -1, 64)
		}
	}
	return ""
}
