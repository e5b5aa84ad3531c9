package mcmc
import ("testing";"math/rand/v2";"fmt";"context";"math";"github.com/clientele-go/clientele";"github.com/clientele-go/clientele/value/btyd")
func TestZZ(t *testing.T){
	r := rand.New(rand.NewPCG(1, 2))
	m := btyd.ParetoNBD{R: 0.553, Alpha: 10.578, S: 0.606, Beta: 11.669}
	var p clientele.Panel
	for range 1500 { p.Add(m.Rand(r, 27+12*r.Float64())) }
	mg,_:=newMarginal(context.Background(),&p,nil,"x")
	fmt.Println(len(mg.crowds),len(mg.coarse))
	for ch:=range 2 {
	rr:=rand.New(rand.NewPCG(9,uint64(ch)))
	c:=mg.start(rr).(*marginalChain)
	var n,a [2]int
	d:=[]float64{}
	for i:=range 3000 {
		h:=c.height
		c.sweep(rr,i<500)
		if i>=500 {k:=c.sweeps%2; n[k]++; if c.height!=h {a[k]++}; d=append(d,c.height-c.rough)}
	}
	mean,sq:=0.0,0.0
	for _,v:=range d {mean+=v/float64(len(d))}
	for _,v:=range d {sq+=(v-mean)*(v-mean)/float64(len(d))}
	fmt.Println(n,a,c.walk.step,"sd of coarse",math.Sqrt(sq))
	fmt.Println(c.walk.mean,mg.begin)
	for i:=range 4 {fmt.Println(math.Sqrt(c.walk.scatter.At(i,i)/c.walk.n),math.Sqrt(mg.spread.At(i,i)))}
	}
}
