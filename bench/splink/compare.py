"""The published Splink package on the sets of `npm run bench:identity`, with its own library of comparisons and no labels.

    python -m venv <folder> && <folder>/bin/pip install -r bench/splink/requirements.txt
    <folder>/bin/python bench/splink/compare.py <folder with data, or a CSV with a `cluster` column> [--threads 2]
"""

import argparse
import gzip
import time
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

# The spellings of columns that the sets use; what is not here is not compared.
NAMES = {
    "first_name": ["first_name", "given_name", "firstname"],
    "last_name": ["last_name", "surname", "lastname"],
    "birth": ["birthday", "dob", "date_of_birth"],
    "email": ["email"],
    "phone": ["phone"],
    "number": ["soc_sec_id"],
    "postcode": ["postal_code", "postcode"],
    "street": ["street", "address_1"],
    "city": ["city", "suburb"],
}


def comparisons(columns):
    names = {"first_name", "last_name"} <= columns
    found = {
        "birth": lambda: cl.DamerauLevenshteinAtThresholds("birth", [1, 2]),
        "email": lambda: cl.JaroWinklerAtThresholds("email", [0.9]),
        "phone": lambda: cl.DamerauLevenshteinAtThresholds("phone", [1]),
        "number": lambda: cl.DamerauLevenshteinAtThresholds("number", [1]),
        "postcode": lambda: cl.DamerauLevenshteinAtThresholds("postcode", [1]),
        "street": lambda: cl.JaroWinklerAtThresholds("street", [0.9, 0.7]),
        "city": lambda: cl.JaroWinklerAtThresholds("city", [0.9]).configure(term_frequency_adjustments=True),
    }
    others = [make() for column, make in found.items() if column in columns]
    if not names:
        return others
    if len(others) < 2:  # it learns of one comparison by others, so that two names must be two comparisons
        return [cl.NameComparison("first_name"), cl.NameComparison("last_name")] + others
    return [cl.ForenameSurnameComparison("first_name", "last_name", forename_surname_concat_col_name="full_name")] + others


def blocking(columns):
    rules = [
        ("email",), ("phone",), ("number",), ("first_name", "last_name"), ("last_name", "birth"), ("first_name", "birth"),
        ("birth", "postcode"), ("postcode", "last_name"), ("postcode", "first_name"), ("birth", "city"), ("street", "postcode"),
    ]
    return [rule for rule in rules if set(rule) <= columns]


def rows(files):
    for file in files:
        opened = gzip.open(file) if file.suffix == ".gz" else open(file, "rb")
        with opened as stream:
            text = stream.read()
        every_text = pyarrow.csv.ConvertOptions(column_types={}, strings_can_be_null=True, null_values=[""])
        header = [name.strip() for name in text.split(b"\n", 1)[0].decode().split(",")]
        every_text = pyarrow.csv.ConvertOptions(
            column_types={name: pa.string() for name in header}, strings_can_be_null=True, null_values=[""]
        )
        yield pyarrow.csv.read_csv(
            pa.BufferReader(text),
            read_options=pyarrow.csv.ReadOptions(column_names=header, skip_rows=1),
            convert_options=every_text,
        )


def prepare(connection, tables):
    raw = pa.concat_tables(tables)
    connection.register("raw", raw)
    columns = {name.lower(): name for name in raw.column_names}
    told = {name: columns[s] for name, spellings in NAMES.items() for s in spellings if s in columns}
    select = [f"nullif(trim(lower(\"{column}\")), '') as {name}" for name, column in told.items()]
    if {"first_name", "last_name"} <= set(told):
        select.append(f"trim(lower(\"{told['first_name']}\")) || ' ' || trim(lower(\"{told['last_name']}\")) as full_name")
    febrl = "rec_id" in columns
    truth = "regexp_extract(rec_id, 'rec-(\\d+)-', 1)" if febrl else '"cluster"'
    connection.execute(
        f"create table people as select row_number() over () as unique_id, {truth} as truth, {', '.join(select)} from raw"
    )
    return set(told)


def find(connection, columns, threshold):
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons(columns),
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in blocking(columns)],
        retain_intermediate_calculation_columns=False,
    )
    api = DuckDBAPI(connection)
    linker = Linker(api.register("people") if hasattr(api, "register") else "people", settings, log_level=40)
    certain = [rule for rule in blocking(columns) if len(rule) == 2 or rule[0] in ("email", "number")]
    linker.training.estimate_probability_two_random_records_match([block_on(*rule) for rule in certain], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    for rule in blocking(columns):
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
        except Exception as error:  # a rule that brings no pair together teaches nothing
            print(f"  {rule}: {type(error).__name__}")
    trained = time.perf_counter()
    pairs = linker.inference.predict(threshold_match_probability=threshold)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=threshold)
    return trained, clusters.physical_name


def agreement(connection, clusters):
    counted = f"""
        with mixed as (select c.cluster_id, p.truth, count(*) as n from {clusters} c join people p using (unique_id) group by all),
        pairs as (select sum(n * (n - 1) / 2) as n from mixed),
        found as (select sum(n * (n - 1) / 2) as n, max(n) as largest from (select sum(n) as n from mixed group by cluster_id)),
        wanted as (select sum(n * (n - 1) / 2) as n from (select sum(n) as n from mixed group by truth))
        select pairs.n / found.n, pairs.n / wanted.n, found.largest from pairs, found, wanted"""
    precision, recall, largest = connection.execute(counted).fetchone()
    return precision, recall, 2 * precision * recall / (precision + recall), largest


def sets(path):
    if path.is_file():
        yield path.name.split(".")[0], [path]
        return
    for file in sorted(path.glob("*.csv*")):
        name = file.name.split(".")[0]
        second = file.with_name(file.name.replace("a.csv", "b.csv"))
        if name.endswith("b") and file.with_name(file.name.replace("b.csv", "a.csv")).exists():
            continue
        with (gzip.open if file.suffix == ".gz" else open)(file, "rt") as text:
            columns = {name.strip().lower() for name in text.readline().split(",")}
        if columns & {"rec_id", "cluster"}:
            yield name, [file, second] if name.endswith("a") and second != file and second.exists() else [file]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--threshold", type=float, default=0.5)
    options = parser.parse_args()
    print("| set | precision | recall | F1 | largest | train s | match s |\n| --- | --- | --- | --- | --- | --- | --- |")
    for name, files in sets(options.data):
        connection = duckdb.connect(config={"threads": options.threads})
        columns = prepare(connection, list(rows(files)))
        started = time.perf_counter()
        trained, clusters = find(connection, columns, options.threshold)
        ended = time.perf_counter()
        precision, recall, f1, largest = agreement(connection, clusters)
        print(
            f"| {name} | {precision:.4f} | {recall:.4f} | {f1:.4f} | {largest} | {trained - started:.1f} | {ended - trained:.1f} |",
            flush=True,
        )
        connection.close()


if __name__ == "__main__":
    main()
