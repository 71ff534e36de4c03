package store
import ("testing";"time";"fmt";"os";"strings";"parry/model")
func TestZZ(t *testing.T){
 path:=newRegister(t); fill(t,path,100,fullThreat); w:=open(t,path,Options{})
 s:=time.Now()
 for i:=range 100_000 { do(t,w,retitle(i,100)) }
 fmt.Println("made",time.Since(s))
 st,_:=os.Stat(path); fmt.Println("size MB",st.Size()>>20)
 s=time.Now(); past,err:=w.At(50_000); fmt.Println("At 50000",time.Since(s),err,past.Register().Len())
 s=time.Now(); w.At(w.Head().Seq); fmt.Println("At last",time.Since(s))
 s=time.Now(); for i:=range 1000 { w.Entry(uint64(1+i*97)) }; fmt.Println("Entry x1000",time.Since(s))
 s=time.Now(); w.Moment("2026-11-27"); fmt.Println("Moment day",time.Since(s))
 s=time.Now(); w.History(func(Entry)bool{return true}); fmt.Println("History",time.Since(s))
 w.Close(); b,_:=os.ReadFile(path); os.WriteFile("/tmp/histx/big.db",b,0o600)
 ro:=open(t,path,Options{ReadOnly:true}); s=time.Now(); _,err=ro.Entry(100); fmt.Println("ro first Entry",time.Since(s),err)
 _=strings.TrimSpace; _=model.M
}
