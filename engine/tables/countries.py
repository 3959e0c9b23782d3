#!/usr/bin/env python3
"""Makes engine/countries_table.inc and engine/regions_table.inc from the ISO lists of Debian's `iso-codes`.

    python3 engine/tables/countries.py [FOLDER to write them to]

Country names are short English ones that read well after "you are in"; regions are called what they call
themselves.
"""
import json
import pathlib
import re
import sys

ENGINE = pathlib.Path(__file__).resolve().parent.parent
LISTS = pathlib.Path("/usr/share/iso-codes/json")

# Where the list's own name would read badly in a sentence.
SPOKEN = {
    "BN": "Brunei", "BQ": "the Caribbean Netherlands", "CC": "the Cocos Islands", "CD": "the Democratic Republic of the Congo",
    "CG": "the Republic of the Congo", "CV": "Cape Verde", "FK": "the Falkland Islands", "FM": "Micronesia",
    "GS": "South Georgia and the South Sandwich Islands", "HM": "Heard Island and the McDonald Islands",
    "LA": "Laos", "MF": "Saint Martin", "PN": "the Pitcairn Islands", "PS": "Palestine", "RU": "Russia",
    "SH": "Saint Helena",
    "ST": "São Tomé and Príncipe", "SX": "Sint Maarten", "TF": "the French Southern Territories",
    "UM": "the US Minor Outlying Islands", "VA": "Vatican City", "VG": "the British Virgin Islands",
    "VI": "the US Virgin Islands",
}
WITH_ARTICLE = {
    "AE", "AX", "BS", "CF", "CK", "DO", "FO", "GB", "GM", "IM", "IO", "KM", "KY", "MH", "MP", "MV", "NL", "PH",
    "SB", "SC", "TC", "US",
}


def spoken(country):
    code = country["alpha_2"]
    name = SPOKEN.get(code) or country.get("common_name") or country["name"]
    assert not set(name) & set(",()"), f"{code}: {name} does not read well"
    return f"the {name}" if code in WITH_ARTICLE else name


def region_name(region):
    """"Murcia, Región de" → "Región de Murcia", without other spellings in brackets."""
    name = re.split(r" ?[(\[*]| / ", region["name"])[0].strip()
    head, comma, tail = name.partition(", ")
    if comma and not re.search(r",| and | y ", tail):
        name = f"{tail} {head}"
    assert name and not set(name) & set("()[]*\"\\"), region
    return name


def read(part):
    with open(LISTS / f"iso_{part}.json", encoding="utf-8") as file:
        return json.load(file)[part]


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ENGINE
    made = "// Made by engine/tables/countries.py from the iso-codes project's {}. Do not edit.\n"
    countries = sorted(read("3166-1"), key=lambda country: country["alpha_2"])
    lines = [f'    {{"{country["alpha_2"]}", "{spoken(country)}"}},\n' for country in countries]
    (folder / "countries_table.inc").write_text(
        made.format("ISO 3166-1") + "constexpr Country countries[] = {\n" + "".join(lines) + "};\n")

    # Six bytes a code, filled up with spaces; one literal, so that it lies in one piece.
    regions = sorted(read("3166-2"), key=lambda region: region["code"])
    codes = [region["code"] for region in regions]
    assert all(4 <= len(code) <= 6 and code[2] == "-" for code in codes)
    lines = ["    \"" + "".join(code.ljust(6) for code in codes[i:i + 16]) + "\"\n" for i in range(0, len(codes), 16)]
    (folder / "regions_table.inc").write_text(
        made.format("ISO 3166-2") + "constexpr char region_codes[] =\n" + "".join(lines).rstrip("\n") + ";\n"
        + "constexpr const char* region_names[] = {\n"
        + "".join(f'    "{region_name(region)}",\n' for region in regions) + "};\n")


main()
