import time, cProfile, pstats, os
from datetime import timedelta
from conversations import outbox
from conversations.models import Message
from contacts.models import Contact, ContactPoint
from contacts.consent import hash_address, record_consents, ConsentDraft
from tests.conversations.outbox.asking import ask
from tests.factories import NOW
from django.utils import timezone

N = int(os.environ.get("N", "2000"))

def people(business, n):
    cs = Contact.objects.bulk_create([Contact(business=business, first_name="A", state="NY", country="US", zone="America/New_York", source="website", last_dealing_at=NOW-timedelta(days=400)) for _ in range(n)])
    areas = ["212","305","303","213","214","206","312","404","512","602","702","801","503","615","704","813","916","919","317","414"]
    pts=[]
    for i,c in enumerate(cs):
        a=f"+1{areas[i//100%20]}55501{i%100:02d}"
        if i >= 2000: a=f"+1{areas[i//100%20]}5{i//2000:02d}{i%10000:04d}"
        pts.append(ContactPoint(business=business, contact=c, kind="phone", address=a, address_hash=hash_address("phone",a), is_primary=True))
    ContactPoint.objects.bulk_create(pts)
    record_consents(business,[ConsentDraft(kind_of_address="phone",address=p.address,action="granted",kind="express_written",source="web form",obtained_at=NOW-timedelta(days=365),contact_id=p.contact_id,facts={"wording":"yes"}) for p in pts],now=NOW)
    return cs

import subprocess, sys, json, asyncio, aiohttp
from conversations.channels.sandbox.testing import CarrierControl
from tests.conversations.outbox.conftest import connect

async def bare(url, acc, tok, n):
    sem=asyncio.Semaphore(64)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64)) as s:
        async def one(i):
            async with sem:
                async with s.post(f"{url}/2010-04-01/Accounts/{acc}/Messages.json", data={"To":"+12125550111","From":"+12125550101","Body":"x","ValidityPeriod":"100"}, headers={"Authorization": aiohttp.encode_basic_auth(acc,tok)}) as r:
                    await r.read()
        await asyncio.gather(*(one(i) for i in range(n)))

def test_bench(line, carrier, settings):
    code="""
import sys,time
from conversations.channels.sandbox.testing import run_carrier
with run_carrier(control_token="tok") as c:
    print(c.base_url, flush=True)
    time.sleep(600)
"""
    p=subprocess.Popen([sys.executable,"-c",code],stdout=subprocess.PIPE,text=True)
    url=p.stdout.readline().strip()
    carrier=CarrierControl(url,"tok")
    settings.SANDBOX_CARRIER_URL=url
    connect(carrier, line.account)
    try:
        bench(line, carrier)
    finally:
        p.kill(); p.wait(); p.stdout.close()

def bench(line, carrier):
    cs = people(line.business, N)
    line.account.segments_per_second=100000; line.account.save()
    reqs=[ask(c) for c in cs]
    outbox.submit_many(reqs[:100], now=NOW)
    prof=cProfile.Profile() if os.environ.get("PROF")=="submit" else None
    t=time.perf_counter()
    if prof: prof.enable()
    for i in range(100,N,500):
        outbox.submit_many(reqs[i:i+500], now=NOW)
    if prof: prof.disable()
    d=time.perf_counter()-t
    print(f"\nsubmit {(N-100)/d:.0f}/s")
    if prof: pstats.Stats(prof).sort_stats("tottime").print_stats(30)
    carrier.pace(latency_ms=50)
    print({s: Message.across_businesses.filter(status=s).count() for s in ("queued","blocked","held")})
    prof=cProfile.Profile() if os.environ.get("PROF")=="send" else None
    t=time.perf_counter()
    if prof: prof.enable()
    c=outbox.deliver_due(clock=lambda: NOW, worker="w", limit=100000)
    if prof: prof.disable()
    d=time.perf_counter()-t
    print(c, f"send {c.sent/d:.0f}/s")
    if prof: pstats.Stats(prof).sort_stats("tottime").print_stats(40)
    t=time.perf_counter()
    asyncio.run(bare(carrier.base_url, line.account.account_sid, json.loads(line.account.credentials)["auth_token"], N))
    d=time.perf_counter()-t
    print(f"bare {N/d:.0f}/s")
