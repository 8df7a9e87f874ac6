"""JSON Lines to Parquet: nested, as the shipments are, and flattened into five tables as DuckDB likes them best.

usage: prepare.py FOLDER      reads shipments.jsonl there
"""

import json
import sys
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

ROW_GROUP = 20_000
TEXT, WHOLE, SMALL = pa.string(), pa.int64(), pa.int32()


def record(**fields):
    return pa.struct(list(fields.items()))


def component(depth):
    """Parts nest three levels deep in this workload; a column has to say so."""
    fields = dict(code=TEXT, origin=TEXT, value=WHOLE)
    if depth > 1:
        fields["parts"] = pa.list_(component(depth - 1))
    return record(**fields)


FIRM = record(name=TEXT, country=TEXT)
OWNER = record(party=TEXT, share=SMALL)
END_USER = record(name=TEXT, country=TEXT, category=TEXT, lists=pa.list_(TEXT), owners=pa.list_(OWNER))
TECHNOLOGY = record(kind=TEXT, origin=TEXT)
ITEM = record(
    code=TEXT, hs=TEXT, value=WHOLE, origin=TEXT, technologies=pa.list_(TECHNOLOGY), bom=pa.list_(component(3))
)
NESTED = pa.schema(
    dict(
        id=TEXT, date=pa.date32(), exporter=FIRM, consignee=FIRM, end_user=END_USER, destination=TEXT,
        end_uses=pa.list_(TEXT), chip=record(node_nm=SMALL, layers=SMALL), items=pa.list_(ITEM),
    ).items()
)

USES = (
    "commercial consumer automotive rnd semiconductor semi_equipment ai_military military_use wmd terrorism humanitarian"
).split()
FLAT = dict(
    ships=dict(
        ship=SMALL, date=SMALL, dest=TEXT, cons=TEXT, exp=TEXT, category=TEXT, ctrl=pa.bool_(), watch=pa.bool_(),
        uses=SMALL, node=SMALL, layers=SMALL,
    ),
    items=dict(ship=SMALL, item=SMALL, code=TEXT, hs=TEXT, value=WHOLE, origin=TEXT),
    tech=dict(item=SMALL, kind=TEXT, origin=TEXT),
    bom=dict(item=SMALL, code=TEXT, origin=TEXT, value=WHOLE),
    owners=dict(ship=SMALL, party=TEXT, share=SMALL),
)


class Flat:
    """Five tables, filled shipment by shipment."""

    def __init__(self):
        self.rows = {table: [] for table in FLAT}
        self.item = 0

    def add(self, ship, shipment):
        user = shipment["end_user"]
        self.rows["ships"].append((
            ship, int(shipment["date"].replace("-", "")), shipment["destination"], shipment["consignee"]["country"],
            shipment["exporter"]["country"], user["category"], "control_list" in user["lists"],
            "watch_list" in user["lists"], sum(1 << USES.index(use) for use in shipment["end_uses"]),
            shipment["chip"]["node_nm"], shipment["chip"]["layers"],
        ))
        self.rows["owners"] += [(ship, owner["party"], owner["share"]) for owner in user["owners"]]
        for item in shipment["items"]:
            key, self.item = self.item, self.item + 1
            self.rows["items"].append((ship, key, item["code"], item["hs"], item["value"], item["origin"]))
            self.rows["tech"] += [(key, one["kind"], one["origin"]) for one in item["technologies"]]
            self.parts(key, item["bom"])

    def parts(self, key, components):
        for one in components:
            self.rows["bom"].append((key, one["code"], one["origin"], one["value"]))
            self.parts(key, one.get("parts", ()))

    def write(self, folder):
        for table, fields in FLAT.items():
            columns = list(zip(*self.rows[table]))
            arrays = [pa.array(column, kind) for column, kind in zip(columns, fields.values())]
            written = pa.table(arrays, names=list(fields))
            pq.write_table(written, f"{folder}/{table}.parquet", compression="zstd", row_group_size=131_072)


def main(folder):
    flat = Flat()
    with open(f"{folder}/shipments.jsonl") as lines, pq.ParquetWriter(
        f"{folder}/shipments.parquet", NESTED, compression="zstd"
    ) as nested:
        batch = []
        for ship, line in enumerate(lines):
            shipment = json.loads(line)
            flat.add(ship, shipment)
            shipment["date"] = date.fromisoformat(shipment["date"])
            batch.append(shipment)
            if len(batch) == ROW_GROUP:
                nested.write_table(pa.Table.from_pylist(batch, NESTED))
                batch = []
        if batch:
            nested.write_table(pa.Table.from_pylist(batch, NESTED))
    flat.write(folder)


main(sys.argv[1])
