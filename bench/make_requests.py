#!/usr/bin/env python3
"""A thousand requests for each example rule set, as pages of such sites would send them.

    bench/make_requests.py            writes bench/requests/news.jsonl and shop.jsonl
    bench/make_requests.py --check    exits 1 where the files differ from what it would write

Seeded, and with a generator of its own, so that every machine writes the same bytes. A line is the body of
`POST /v1/decide`. It carries no moment: `passerby decide --now 2026-11-21T20:15 …` gives one, and the
consents are dated for that week.
"""

import json
import pathlib
import sys

COUNT = 1_000
SEED = 20_261_122
FOLDER = pathlib.Path(__file__).resolve().parent / "requests"


class Luck:
    """splitmix64: the standard library does not promise the same numbers in every version."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        x = self.state
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & mask
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & mask
        return x ^ (x >> 31)

    def below(self, bound):
        return self.next() % bound

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def percent(self, chance):
        return self.below(100) < chance

    def pick(self, values):
        return values[self.below(len(values))]

    def some(self, values, most):
        """Up to `most` different ones, in the order of the list."""
        chosen = {self.below(len(values)) for _ in range(self.between(0, most))}
        return [values[i] for i in sorted(chosen)]

    def weighted(self, table):
        """table: value -> weight"""
        at = self.below(sum(table.values()))
        for value, weight in table.items():
            if at < weight:
                return value
            at -= weight
        raise AssertionError("weights do not add up")


DEVICES = {
    ("phone", "ios", "safari"): 26,
    ("phone", "android", "chrome"): 24,
    ("phone", "android", "samsung"): 6,
    ("desktop", "windows", "chrome"): 16,
    ("desktop", "windows", "edge"): 8,
    ("desktop", "macos", "safari"): 8,
    ("desktop", "linux", "firefox"): 3,
    ("tablet", "ios", "safari"): 6,
    ("tablet", "android", "chrome"): 2,
    ("tv", "other", "other"): 1,
}
REFERRERS = {"direct": 28, "search": 30, "social": 14, "email": 6, "internal": 18, "other": 4}
CONSENT_DATES = ["2026-11-20", "2026-11-02", "2026-10-17", "2026-09-05", "2026-07-30", "2026-06-11"]


def device(luck):
    kind, system, browser = luck.weighted(DEVICES)
    return {"type": kind, "os": system, "browser": browser}


def consent(luck):
    """What banners bring in: most say yes to all or to nothing, some choose, a few records are old."""
    kind = luck.weighted({"absent": 22, "all": 44, "none": 14, "chosen": 16, "stale": 4})
    if kind == "absent":
        return None
    purposes = ["location", "behaviour", "history", "measurement"]
    granted = {
        "all": purposes,
        "none": [],
        "chosen": luck.some(purposes, 3),
        "stale": purposes,
    }[kind]
    record = {purpose: purpose in granted for purpose in purposes}
    record["at"] = "2026-03-01" if kind == "stale" else luck.pick(CONSENT_DATES)
    return record


def finish(luck, request, contents):
    """The members that every page sends alike."""
    record = consent(luck)
    if record is not None:
        request["consent"] = record
    if luck.percent(20):
        request["exclude"] = luck.some(contents, 3)
    if luck.percent(85):
        request["bucket"] = luck.below(100)
    if luck.percent(2):
        request["user_id"] = "a page that has not read the manual"
    return request


# ---- the magazine

NEWS_SECTIONS = {
    "politics": 20, "business": 14, "money": 5, "culture": 13, "sport": 18, "science": 8, "travel": 6,
    "motoring": 4, "games": 3, "berlin": 5, "obituaries": 2, "crisis": 2,
}
NEWS_TOPICS = ["football", "bundesliga", "climate", "energy", "cars", "books", "elections", "markets", "film",
               "europe", "weather", "technology"]
NEWS_AUTHORS = ["Ada Lorenz", "Jonas Winter", "Mia Feld", "Tom Berger", "Ines Roth"]
NEWS_PLACES = [("DE", "DE-BE", "Berlin"), ("DE", "DE-BB", "Potsdam"), ("DE", "DE-HH", "Hamburg"),
               ("DE", "DE-BY", "München"), ("DE", "DE-NW", "Köln"), ("DE", "DE-SN", "Leipzig"),
               ("AT", "AT-9", "Wien"), ("CH", "CH-ZH", "Zürich"), ("FR", "FR-IDF", "Paris"),
               ("GB", "GB-ENG", "London")]
NEWS_OFFSETS = {60: 90, 0: 4, -300: 3, 120: 2, 330: 1}
NEWS_CONTENTS = ["trial-one-euro", "trial-free-week", "annual-plan", "survey-2-minutes", "car-electric",
                 "car-family", "broker-savings", "app-ios", "app-android"]


def news_page(luck):
    if luck.percent(22):
        return {"path": "/", "type": "home", "language": luck.weighted({"de": 90, "en": 10})}
    section = luck.weighted(NEWS_SECTIONS)
    slug = luck.pick(["final", "interview", "what-now", "numbers", "letter", "saving-plans", "review"])
    page = {
        "path": f"/{section}/{luck.between(2024, 2026)}/{slug}-{luck.below(900) + 100}",
        "section": section,
        "type": luck.weighted({"article": 84, "section": 10, "video": 6}),
        "language": luck.weighted({"de": 92, "en": 6, "en-GB": 2}),
        "topics": luck.some(NEWS_TOPICS, 4),
        "referrer": luck.weighted(REFERRERS),
        "tone": "grief" if section in ("obituaries", "crisis") else luck.weighted({"light": 45, "serious": 55}),
    }
    if luck.percent(60):
        page["author"] = luck.pick(NEWS_AUTHORS)
        page["paywalled"] = luck.percent(40)
        page["reading_minutes"] = luck.between(2, 40) / 2
    if luck.percent(30):
        page["keywords"] = luck.some(["heat", "record", "budget", "strike", "rail", "prices"], 3)
    return page


def news_request(luck):
    page = news_page(luck)
    home = page["type"] == "home"
    request = {"slots": ["lead", "app-strip"] if home else ["offer", "article-end", "sidebar", "app-strip"]}
    request["page"] = page
    if luck.percent(92):
        request["device"] = dict(device(luck), app_installed=luck.percent(25))
    if luck.percent(90):
        request["time"] = {"utc_offset": luck.weighted(NEWS_OFFSETS)}
    if luck.percent(70):
        country, region, city = luck.pick(NEWS_PLACES)
        request["location"] = {"country": country, "region": region, "city": city}
        if country == "DE":
            request["location"]["delivery_area"] = luck.pick(["city", "region", "none"])
    if luck.percent(80):
        request["behaviour"] = {
            "pages_viewed": luck.between(1, 14),
            "minutes_on_site": luck.between(0, 120) / 4,
            "topics": luck.some(NEWS_TOPICS, 5),
            "sections": luck.some(list(NEWS_SECTIONS), 4),
            "scrolled": luck.between(0, 20) / 20,
            "visits": luck.weighted({1: 30, 3: 25, 9: 20, 24: 15, 80: 10}),
            "returning": luck.percent(65),
            "subscription": luck.weighted({"none": 62, "trial": 6, "digital": 16, "print": 8, "lapsed": 8}),
            "articles_this_month": luck.between(0, 12),
            "newsletters": luck.some(["morning", "weekend", "climate", "football"], 2),
            "survey_interest": luck.weighted(
                {"none": 60, "politics": 12, "business": 8, "culture": 10, "sport": 10}),
        }
    return finish(luck, request, NEWS_CONTENTS)


# ---- the shop

SHOP_CATEGORIES = ["tents", "boots", "shoes", "jackets", "stoves", "gas", "kids", "climbing", "water", "gift-cards",
                   "packs", "lamps"]
SHOP_PLACES = [("GB", "GB-ENG", "Bristol"), ("GB", "GB-ENG", "Leeds"), ("GB", "GB-SCT", "Glasgow"),
               ("GB", "GB-WLS", "Cardiff"), ("GB", "GB-NIR", "Belfast"), ("IE", "IE-D", "Dublin"),
               ("JE", None, None), ("FR", "FR-BRE", "Brest"), ("DE", "DE-HH", "Hamburg")]
SHOP_OFFSETS = {0: 88, 60: 8, -300: 2, 600: 2}
SHOP_CONTENTS = ["friday-sale-tents", "friday-sale-boots", "lunch-deal", "join-the-club", "voucher-5",
                 "voucher-delivery", "newsletter", "trip-survey"]


def shop_page(luck):
    kind = luck.weighted({"home": 16, "list": 18, "product": 42, "cart": 12, "checkout": 5, "article": 7})
    page = {"type": kind, "language": luck.weighted({"en": 94, "fr": 6}), "referrer": luck.weighted(REFERRERS)}
    category = luck.pick(SHOP_CATEGORIES)
    if kind in ("list", "product"):
        page["category"] = category
    if kind == "product":
        page["path"] = f"/{category}/{luck.pick(['alpine', 'family', 'light', 'classic'])}/{luck.below(900) + 100}"
        page["brand"] = luck.pick(["Northfell", "Hollin", "Larch & Son", "Skye Works"])
        page["price"] = luck.between(10, 1600) / 2
        page["stock"] = luck.weighted({0: 8, 2: 10, 7: 30, 40: 52})
        page["in_stock"] = page["stock"] > 0
        page["topics"] = luck.some(["hiking", "family", "kayak", "winter", "sustainability"], 2)
        page["keywords"] = luck.some(["tent", "pitch", "waterproof", "boot", "sole"], 3)
    else:
        page["path"] = {"home": "/", "list": f"/{category}/", "cart": "/basket", "checkout": "/pay",
                        "article": f"/guides/{luck.pick(['first-hike', 'returns', 'packing'])}"}[kind]
    return page


def shop_request(luck):
    page = shop_page(luck)
    slots = {"home": ["strip", "hero", "popup"], "product": ["strip", "recommendations", "basket", "popup", "help"],
             "cart": ["strip", "basket", "help"], "checkout": ["strip", "popup"]}
    request = {"slots": slots.get(page["type"], ["strip", "hero", "help"]), "page": page}
    request["device"] = dict(device(luck), reduced_motion=luck.percent(6))
    if luck.percent(90):
        request["time"] = {"utc_offset": luck.weighted(SHOP_OFFSETS)}
    if luck.percent(70):
        country, region, city = luck.pick(SHOP_PLACES)
        request["location"] = {"country": country}
        if region is not None:
            request["location"].update(region=region, city=city)
        if country == "GB":
            request["location"]["nearest_store"] = luck.pick(["bristol", "leeds", "glasgow", "none"])
    if luck.percent(85):
        items = luck.weighted({0: 45, 1: 25, 2: 14, 4: 10, 12: 6})
        request["behaviour"] = {
            "pages_viewed": luck.between(1, 18),
            "minutes_on_site": luck.between(0, 80) / 4,
            "cart_items": items,
            "cart_value": items * luck.between(500, 9000) / 100,
            "categories": luck.some(SHOP_CATEGORIES, 4),
            "topics": luck.some(["repair", "sustainability", "hiking", "alps"], 2),
            "searches": luck.some(["ultralight", "tent", "waterproof boots", "kids rucksack"], 2),
            "visits": luck.weighted({1: 40, 2: 20, 6: 25, 30: 15}),
            "returning": luck.percent(55),
            "days_since_purchase": luck.between(0, 500),
            "loyalty_tier": luck.weighted({"none": 70, "silver": 22, "gold": 8}),
            "survey_trip": luck.weighted({"none": 64, "hiking": 14, "family": 10, "climbing": 6, "water": 6}),
            "has_voucher": luck.percent(15),
        }
    return finish(luck, request, SHOP_CONTENTS)


def text_of(make, seed):
    luck = Luck(seed)
    lines = [json.dumps(make(luck), ensure_ascii=False, separators=(",", ":")) for _ in range(COUNT)]
    return "\n".join(lines) + "\n"


def main():
    texts = {"news.jsonl": text_of(news_request, SEED), "shop.jsonl": text_of(shop_request, SEED + 1)}
    if sys.argv[1:] == ["--check"]:
        stale = [name for name, text in texts.items()
                 if (FOLDER / name).read_bytes() != text.encode("utf-8")]
        for name in stale:
            print(f"bench/requests/{name} is not what make_requests.py writes", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for name, text in texts.items():
        (FOLDER / name).write_bytes(text.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
