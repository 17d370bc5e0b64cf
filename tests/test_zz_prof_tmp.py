import time, cProfile, pstats, io, collections, re, sys
from datetime import timedelta
from django.db import connection
from django.test.utils import CaptureQueriesContext
from accounts import work
from accounts.models import ListenerRun
from conversations import inbox, outbox
from conversations.models import Message
from tests.factories import NOW
from tests import factories
from tests.conversations.inbound import text
import pytest
from tests.cast import make_cast

WORDS = ("Yes please, when can you come?", "How much is a tune-up?", "Not right now, maybe next month", "Who is this?")
N=80

@pytest.mark.django_db(transaction=True)
def test_prof(capsys):
    cast = make_cast()
    from bench import setting
    setting.make_people(cast.business, N)
    for i in range(N):
        inbox.receive(cast.account, text(WORDS[i%4], sender=setting.fictional_phone(i)), now=NOW)
    work.fan_out(now=NOW)
    out=[]
    orig = work._listeners
    stats = collections.defaultdict(lambda:[0,0.0,0.0,0])
    import dataclasses
    qlog=None
    profs={}
    for name, reg in list(orig.items()):
        def wrap(fn, name=name):
            def inner(*a, **k):
                pr=profs.setdefault(name,cProfile.Profile()) if PROF else None
                q0=len(connection.queries_log); t=time.perf_counter(); c=time.process_time()
                if pr: pr.enable()
                try: return fn(*a,**k)
                finally:
                    if pr: pr.disable()
                    s=stats[name]; s[0]+=1; s[1]+=time.perf_counter()-t; s[2]+=time.process_time()-c; s[3]+=0
                    if FORCE: counts[name].append(len(connection.queries_log)-q0)
            return inner
        orig[name]=dataclasses.replace(reg,function=wrap(reg.function))
    counts=collections.defaultdict(list)
    global PROF, FORCE
    PROF=False; FORCE=False
    t=time.perf_counter(); c=time.process_time()
    work.drain(clock=lambda: NOW, limit=150)
    el=time.perf_counter()-t; cp=time.process_time()-c
    inner=sum(s[1] for s in stats.values())
    out.append(f"drain {el:.3f}s cpu {cp:.3f}; in listeners {inner:.3f}; n={sum(s[0] for s in stats.values())}")
    for n,s in stats.items(): out.append(f"{n}: n={s[0]} wall {1000*s[1]/s[0]:.1f} ms cpu {1000*s[2]/s[0]:.1f} ms")
    stats.clear()
    # query counts
    FORCE=True
    connection.force_debug_cursor=True
    connection.queries_log.clear()
    import collections as C
    connection.queries_log = C.deque(maxlen=1000000)
    mark=len(connection.queries_log)
    turns=0
    n0=len(connection.queries_log)
    work.drain(clock=lambda: NOW, limit=12)
    tot=len(connection.queries_log)-n0
    out.append(f"queries in drain of 12: {tot}; per listener {dict(counts)}")
    # log of one respond per kind
    from conversations.assistant import services
    mids=list(Message.objects.for_business(cast.business).filter(direction="in").order_by("-id").values_list("pk",flat=True)[:4])
    for m in mids:
        connection.queries_log.clear()
        services.respond(business_id=cast.business.pk, message_id=m, now=NOW)
        out.append(f"--- respond {Message.objects.for_business(cast.business).get(pk=m).body}: {len(connection.queries_log)-1}")
        for q in list(connection.queries_log)[:-1]:
            out.append("   "+re.sub(r'"[a-z_]+"\."([a-z_]+)"(, )?', r'\1 ', q['sql'])[:90].replace("\n"," ")+" … "+re.sub(r'\s+',' ',q['sql'])[-110:])
    connection.force_debug_cursor=False; FORCE=False
    PROF=True
    work.drain(clock=lambda: NOW, limit=400)
    for n in ("conversations.answer",):
        s=io.StringIO(); pstats.Stats(profs[n],stream=s).sort_stats("cumulative").print_stats(70); out.append(s.getvalue())
    PROF=False
    # deliver
    t=time.perf_counter()
    b=outbox.deliver_due
    connection.force_debug_cursor=True; connection.queries_log.clear()
    from conversations.outbox.handover import take_batch
    got=take_batch(now=NOW,worker="x",limit=1)
    out.append(f"take_batch(1): {len(connection.queries_log)} queries, outgoing {len(got.outgoing)}")
    connection.force_debug_cursor=False
    t=time.perf_counter(); c=time.process_time()
    for _ in range(10): take_batch(now=NOW,worker="x",limit=1)
    out.append(f"take_batch(1) {100*(time.perf_counter()-t):.1f} ms cpu {100*(time.process_time()-c):.1f}")
    t=time.perf_counter(); c=time.process_time()
    got=take_batch(now=NOW,worker="x",limit=20)
    out.append(f"take_batch(20) {1000*(time.perf_counter()-t):.1f} ms cpu {1000*(time.process_time()-c):.1f}")
    with capsys.disabled(): open("/tmp/prof/out.txt","w").write("\n".join(out))
