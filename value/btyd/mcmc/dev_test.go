package mcmc_test
import ("testing";"math/rand/v2";"context";"time";"fmt";"syscall";"os"
"github.com/clientele-go/clientele"
"github.com/clientele-go/clientele/value/btyd"
"github.com/clientele-go/clientele/value/btyd/mcmc")
func cpu() time.Duration { var u syscall.Rusage; syscall.Getrusage(0,&u); return time.Duration(u.Utime.Nano())}
func show(n string,d time.Duration,es []mcmc.PosteriorEstimate){ m,w:=1e9,0.; for _,e:=range es{m=min(m,e.ESS);w=max(w,e.RHat)};  fmt.Printf("%s cpu %v minESS %.0f maxRhat %.3f ESS/s %.0f\n",n,d,m,w,m/d.Seconds()); if m>400&&os.Getenv("V")=="" {return}; for _,e:=range es{fmt.Printf("  %-14s mean %.3f sd %.3f ess %.0f rhat %.3f\n",e.Name,e.Mean,e.SD,e.ESS,e.RHat)}}
var only=os.Getenv("ONLY")
func TestDevP(t *testing.T){
 for _,m:=range []btyd.ParetoNBD{{R: 0.553, Alpha: 10.578, S: 0.606, Beta: 11.669},{R: 0.3, Alpha: 60, S: 0.5, Beta: 20},{R: 2, Alpha: 4, S: 1.5, Beta: 40}} {
 r := rand.New(rand.NewPCG(1, 2))
	var p clientele.Panel
	for range 1500 { p.Add(m.Rand(r, 27+12*r.Float64())) }
 for seed:=range uint64(3) {s:=cpu(); post,_:=mcmc.SampleParetoNBD(context.Background(), &p, nil, rand.New(rand.NewPCG(seed, 4)), nil); show("pnbd",cpu()-s,post.Estimates(.95))}}
}
func TestDevA(t *testing.T){
 for _,m := range []mcmc.Abe{{Rate: []float64{-3}, Dropout: []float64{-3.5}, RateVar: 1, Cov: 0.3, DropoutVar: 1.5},{Rate: []float64{-5}, Dropout: []float64{-3.5}, RateVar: 1.5, Cov: 0.3, DropoutVar: 1.5},{Rate: []float64{-1}, Dropout: []float64{-3.5}, RateVar: .6, Cov: -0.3, DropoutVar: .8}}{
 r := rand.New(rand.NewPCG(1, 2))
	var customers []mcmc.SampledCustomer
	for range 1500 { customers = append(customers, mcmc.SampledCustomer{History: m.Rand(r, 27+12*r.Float64())}) }
 if os.Getenv(`M`)!=`` && os.Getenv(`M`)!=fmt.Sprint(m.Rate[0]) {continue}
 s:=cpu(); post,err:=mcmc.SampleAbe(context.Background(), customers, nil, rand.New(rand.NewPCG(3, 4)), nil); if err!=nil{t.Fatal(err)}; show("abe",cpu()-s,post.Estimates(.95))}
}
func TestDevC(t *testing.T){
 for _,k:=range []int{1,2,4}{
  m:=mcmc.Abe{Rate: []float64{-3,.5,.2,.1,0}[:k+1], Dropout: []float64{-3.5,.3,0,0,.1}[:k+1], RateVar: 1, Cov: 0.3, DropoutVar: 1.5}
 r := rand.New(rand.NewPCG(1, 2))
	var customers []mcmc.SampledCustomer
	for range 1500 { x:=make([]float64,k); for j:=range x{x[j]=r.NormFloat64()}; x[0]=float64(r.IntN(2)); customers = append(customers, mcmc.SampledCustomer{History: m.Rand(r, 27+12*r.Float64(),x...),Covariates:x}) }
 s:=cpu(); post,err:=mcmc.SampleAbe(context.Background(), customers, nil, rand.New(rand.NewPCG(3, 4)), nil); if err!=nil{t.Fatal(err)}; show("abe",cpu()-s,post.Estimates(.95))}
}
func TestDevG(t *testing.T){
 for _,m := range []mcmc.ParetoGGG{{T: 4, Gamma: 2.5, R: 0.8, Alpha: 8, S: 0.7, Beta: 12},{T: 2, Gamma: 2, R: 0.4, Alpha: 60, S: 0.5, Beta: 20},{T: 6, Gamma: 2, R: 2, Alpha: 5, S: 1.5, Beta: 40}}{
 r := rand.New(rand.NewPCG(1, 2))
	var customers []mcmc.SampledCustomer
	for range 1500 { customers = append(customers, m.Rand(r, 27+12*r.Float64())) }
 s:=cpu(); post,err:=mcmc.SampleParetoGGG(context.Background(), customers, nil, rand.New(rand.NewPCG(3, 4)), nil); if err!=nil{t.Fatal(err)}; show("ggg",cpu()-s,post.Estimates(.95))}
}
