"""Merges the files of a package by primary key with dlt: merge.py duckdb|sqlite FILE PACKAGE"""

import csv
import pathlib
import sys

import dlt


def rows(file):
    with open(file, newline="", encoding="utf-8") as opened:
        batch = []
        for row in csv.DictReader(opened):
            batch.append(row)
            if len(batch) == 10_000:
                yield batch
                batch = []
        yield batch


destination, target, package = sys.argv[1:]
files = sorted(file for file in pathlib.Path(package).glob("*.csv") if file.stem != "manifest")
resources = [
    dlt.resource(rows(file), name=file.stem, primary_key="sourcedId", write_disposition="merge") for file in files
]
if destination == "duckdb":
    into = dlt.destinations.duckdb(f"{target}.duckdb")
else:
    into = dlt.destinations.sqlalchemy(f"sqlite:///{target}.db")
pipeline = dlt.pipeline(pipeline_name=f"district_{destination}", destination=into, dataset_name="district")
pipeline.run(resources)
