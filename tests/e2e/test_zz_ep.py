import time, glob
from itertools import cycle
from tests.e2e.test_every_page import _addresses, _PLACES, axe_problems, small_targets, scrolls_sideways, NARROWEST
from tests.sweeps import sweep_of
from tests.browsers import *
from tests.browsers import chromium, _browser
def ccpu():
    tot=0
    for f in glob.glob("/proc/[0-9]*"):
        try:
            cl=open(f+"/cmdline").read()
            if "headless-shell" in cl and "python" not in cl:
                st=open(f+"/stat").read().rsplit(")",1)[1].split(); tot+=sum(int(x) for x in st[11:13])
        except OSError: continue
    return tot/100
def test_x(chromium):
    t=time.time(); p=time.process_time()
    sweep=sweep_of(chromium.served); print("sweep",time.time()-t, time.process_time()-p)
    t=time.time(); p=time.process_time()
    a=_addresses(sweep); print("addresses",len(a),time.time()-t, time.process_time()-p)
    tot=[0,0,0,0,0,0,0,0]
    with chromium.page(sweep.account) as page:
        for address, ((w,h),l) in zip(a, cycle(_PLACES)):
            m=[(time.time(),time.process_time(),ccpu())]
            page.set_viewport_size({"width": w, "height": h})
            page.goto(f"{address}{'&' if '?' in address else '?'}lang={l}")
            m.append((time.time(),time.process_time(),ccpu()))
            page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
            axe_problems(page)
            m.append((time.time(),time.process_time(),ccpu()))
            small_targets(page)
            page.set_viewport_size({"width": NARROWEST[0], "height": NARROWEST[1]})
            scrolls_sideways(page)
            m.append((time.time(),time.process_time(),ccpu()))
            d=[tuple(round(y-x,2) for x,y in zip(m[i],m[i+1])) for i in range(3)]
            print(address[:60], d)
