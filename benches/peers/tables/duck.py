"""The reference workload in DuckDB: a worker as `core/src/worker.rs` says.

usage: duck.py FOLDER LISTS      the folder that prepare.py filled; the folder with the policy's lists
"""

import csv
import sys
import time

import duckdb

FOLDER, LISTS = sys.argv[1:3]
TABLES = ("ships", "items", "bom", "tech", "owners")
CLASSES = (
    "annex-part1 annex-part2 recycling-equipment superhard battery five-rare-earths gallium-germanium-antimony graphite dual-use"
).split()
TECHNOLOGIES = ("mining", "smelting_separation", "metal_smelting", "magnet_making", "recycling")
GROUP_D = ("US", "TW", "IR", "IQ", "CU", "MM", "IL", "UA")
USES = (
    "commercial consumer automotive rnd semiconductor semi_equipment ai_military military_use wmd terrorism humanitarian"
).split()

# The rules of each severity, the strictest first.
SEVERITIES = (
    (5, (28,)),
    (4, (5, 6, 7, 8, 9, 10, 11, 12, 21, 23, 24)),
    (3, (13, 14, 15, 16, 22)),
    (2, (0, 1, 2, 3, 4, 18, 19, 20, 27)),
    (1, (17, 25, 26)),
)

# Each rule of the shipment, given its items `g`, owners `o` and itself `s`, with the window in which it holds.
RULES = (
    "r0 and later", "r1 and later", "r2 and at_once", "r3 and at_once", "r4 and november", "military and at_once",
    "ctrl and parties", "watch and parties", "coalesce(controlled, 0) >= 5000 and parties",
    "coalesce(watched, 0) >= 5000 and parties", "uses & 256 <> 0", "uses & 512 <> 0", "uses & 128 <> 0 and at_once",
    "uses & 16 <> 0 and node <= 14 and later", "uses & 16 <> 0 and layers >= 256 and later", "uses & 32 <> 0 and later",
    "uses & 64 <> 0 and later", "r17", "r18 and november", "r19 and november", "r20 and november",
    "r21 and us and article2", "r22 and us and article2", "r23 and us and military and article1",
    "dest in ('KP', 'SY')", f"r25 and exp <> 'CN' and dest in {GROUP_D} and later", "cons <> dest", "r27 and at_once",
    "uses & 1024 <> 0 and not military and parties",
)

DECIDE = f"""
listed as (
  select item, sum(value) s from bom join code_class using (code) where origin = 'CN' and cls & 1 <> 0 group by item),
technology as (select distinct item from tech where origin = 'CN' and kind in {TECHNOLOGIES}),
i as (
  select items.ship, items.origin = 'CN' cn, coalesce(cls, 0) k, coalesce(s, 0) * 1000 >= items.value content,
    technology.item is not null chinese, (starts_with(hs, '2846') or starts_with(hs, '2805.30')) rare
  from items left join code_class using (code) left join listed on listed.item = items.item
    left join technology on technology.item = items.item),
g as (
  select ship, bool_or(not cn and k & 2 <> 0 and content) r0, bool_or(not cn and k & 3 <> 0 and chinese) r1,
    bool_or(cn and k & 1 <> 0) r2, bool_or(cn and k & 2 <> 0) r3, bool_or(cn and k & 4 <> 0) r4, bool_or(rare and cn) r17,
    bool_or(cn and k & 8 <> 0) r18, bool_or(cn and k & 16 <> 0) r19, bool_or(cn and k & 32 <> 0) r20,
    bool_or(k & 64 <> 0) r21, bool_or(k & 128 <> 0) r22, bool_or(k & 256 <> 0) r23, bool_or(content) r25,
    bool_or(chinese) r27
  from i group by ship),
o as (
  select ship, sum(share) filter (lists = 1) controlled, sum(share) filter (lists = 2) watched
  from owners join party_list using (party) group by ship),
s as (
  select *, date >= 20251201 and not (date >= 20251110 and date < 20261110) later,
    date >= 20251009 and not (date >= 20251110 and date < 20261110) at_once,
    date >= 20251108 and not (date >= 20251110 and date < 20261110) november,
    date >= 20241203 and not (date >= 20251127 and date < 20261127) article2, date >= 20241203 article1,
    date >= 20251009 parties, category = 'military' military, dest = 'US' us
  from ships),
m as (
  select s.ship, {" + ".join(f"({rule})::int * {1 << number}" for number, rule in enumerate(RULES))} as fired
  from s join g on g.ship = s.ship left join o on o.ship = s.ship)
select ship, fired,
  case {" ".join(f"when fired & {sum(1 << rule for rule in rules)} <> 0 then {severity}" for severity, rules in SEVERITIES)}
  else 0 end verdict
from m"""

# The five tables out of the nested file; parts nest three levels deep.
UNNESTED = f"""
ships as (
  select file_row_number ship, year(date) * 10000 + month(date) * 100 + day(date) date, destination dest,
    consignee.country cons, exporter.country exp, end_user.category category,
    list_contains(end_user.lists, 'control_list') ctrl, list_contains(end_user.lists, 'watch_list') watch,
    {" + ".join(f"list_contains(end_uses, '{use}')::int * {1 << number}" for number, use in enumerate(USES))} uses,
    chip.node_nm node, chip.layers layers
  from shipments),
items as (
  select ship, ship * 8 + place item, i.code, i.hs, i.value, i.origin, i.technologies, i.bom
  from (select file_row_number ship, unnest(items) i, generate_subscripts(items, 1) place from shipments)),
tech as (select item, t.kind, t.origin from (select item, unnest(technologies) t from items)),
level1 as (select item, unnest(bom) c from items),
level2 as (select item, unnest(c.parts) c from level1),
level3 as (select item, unnest(c.parts) c from level2),
bom as (
  select item, c.code, c.origin, c.value from level1 union all select item, c.code, c.origin, c.value from level2
  union all select item, c.code, c.origin, c.value from level3),
owners as (
  select ship, o.party, o.share from (select file_row_number ship, unnest(end_user.owners) o from shipments)),"""


def column(name):
    with open(f"{LISTS}/{name}.csv") as lines:
        return [row[0] for row in list(csv.reader(lines))[1:]]


def connect(threads, form):
    """A database that knows the lists, and the shipments in one of three forms."""
    database = duckdb.connect(":memory:")
    database.execute(f"set threads = {threads}")
    classes = {}
    for number, name in enumerate(CLASSES):
        for code in column(name):
            classes[code] = classes.get(code, 0) | 1 << number
    database.execute("create table code_class (code varchar primary key, cls integer)")
    database.executemany("insert into code_class values (?, ?)", list(classes.items()))
    database.execute("create table party_list (party varchar primary key, lists integer)")
    for number, name in ((1, "control-list"), (2, "watch-list")):
        database.execute(f"insert into party_list select unnest(?), {number}", [column(name)])
    if form == "nested Parquet":
        source = f"read_parquet('{FOLDER}/shipments.parquet', file_row_number = true)"
        database.execute(f"create view shipments as select * from {source}")
        return database, f"with {UNNESTED.lstrip()} {DECIDE.lstrip()}"
    for table in TABLES:
        kind = "table" if form == "tables in memory" else "view"
        database.execute(f"create {kind} {table} as select * from read_parquet('{FOLDER}/{table}.parquet')")
    return database, f"with {DECIDE.lstrip()}"


def different(database, query):
    """How many shipments come out differently than by hand."""
    with open(f"{FOLDER}/expected.txt") as lines:
        wanted = [tuple(map(int, line.split())) for line in lines]
    found = {ship: (fired, verdict) for ship, fired, verdict in database.execute(query).fetchall()}
    return len(wanted), sum(found.get(ship) != outcome for ship, outcome in enumerate(wanted))


def serve(forms):
    count = 0
    ready = {}
    for threads, form in forms:
        database, query = connect(threads, form)
        count, wrong = different(database, query)
        if wrong:
            sys.exit(f"DuckDB, {form}: {wrong} of {count} decided otherwise than by hand")
        name = f"{form}, {threads} thread{'s' if threads > 1 else ''}"
        ready[name] = (database, f"select sum(fired), sum(verdict) from ({query})")
        print(name, flush=True)
    print(flush=True)
    for line in sys.stdin:
        name, _, milliseconds = line.strip().rpartition(" ")
        if name not in ready:
            return
        database, query = ready[name]
        clock, processor, units = time.perf_counter_ns(), time.process_time_ns(), 0
        while units == 0 or time.perf_counter_ns() - clock < int(milliseconds) * 1_000_000:
            database.execute(query).fetchall()
            units += count
        print(units, time.process_time_ns() - processor, time.perf_counter_ns() - clock, flush=True)


serve([(threads, form) for form in ("tables in memory", "flat Parquet", "nested Parquet") for threads in (1, 2)])
