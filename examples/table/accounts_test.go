package table

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
)

func accountsOf(t *testing.T, text string, o Options) (*Accounts, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "accounts.csv")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return ReadAccounts(path, o)
}

// A file of accounts, in English with points and in Chinese with percentages.
func TestReadAccounts(t *testing.T) {
	want := []AccountRow{
		{"A1", map[Role]float64{RoleRevenue: 1234.5, RoleBefore: 1100, RoleYears: 7, RoleLoyalty: 0.8, RoleAlignment: 4.5}, 2},
		{"A2", map[Role]float64{RoleRevenue: 900, RoleYears: 2, RoleLoyalty: 0.35}, 3},
	}
	for name, text := range map[string]string{
		"English": "Account,Revenue,Sales last year,Years,Loyalty,Alignment,Remark\nA1,1234.5,1100,7,80%,4.5,good\nA2,900,,2,0.35,,\nA3,lots,1,1,1,1,\nA2,5,5,5,0.5,5,twice\nA4,100,1,1,0.5,7,\nTotal,2134.5,1100,,,,\n",
		"Chinese": "客户名称;年销售额;上年销售额;合作年限;忠诚度;战略协同\nA1;1234,5;1100;7;80%;4,5\nA2;900;;2;0,35;\nA3;lots;1;1;1;1\nA2;5;5;5;0,5;5\nA4;100;1;1;0,5;7\n",
	} {
		a, err := accountsOf(t, text, Options{})
		require.NoError(t, err, name)
		require.Len(t, a.Rows, 2, name)
		for i, w := range want {
			assert.Equal(t, w.ID, a.Rows[i].ID)
			assert.Equal(t, w.Line, a.Rows[i].Line)
			for _, r := range accountRoles {
				v, known := a.Rows[i].Value(r, nil).Value()
				x, told := w.Values[r]
				assert.Equal(t, told, known, "%s: %s of %s", name, r, w.ID)
				assert.InDelta(t, x, v, 1e-12)
			}
		}
		assert.Equal(t, 3, a.Bad)
		read := a.ReadAs()
		assert.Contains(t, read.Text(clientele.LangChinese), "年销售额")
		assert.Len(t, a.Problems(), 3)
	}
	for name, text := range map[string]string{"no revenue": "account,years\nA,1\n", "no account": "x,revenue\n1,2\n", "no row": "account,revenue\n"} {
		_, err := accountsOf(t, text, Options{})
		assert.Error(t, err, name)
	}
	a, err := accountsOf(t, "who,brings\nA,10\n", Options{Columns: map[Role]string{RoleAccount: "who", RoleRevenue: "brings", RoleDate: "when"}})
	require.NoError(t, err)
	assert.Len(t, a.Rows, 1)
}
