"""The chart of bench/serve.py: a bar for each server, as long as its rate, with what it costs beside it."""

from svg import BOTTOM, Chart, HEIGHT, Logarithmic, RIGHT, TOP, WIDTH, counted, nanoseconds

LEFT = 214  # names are longer than numbers


def told(row, latencies):
    """What stands beside a bar."""
    words = f"{row['requests_per_s']:,}/s, {row['cpu_us_per_request']:.1f} µs of processor"
    latency = latencies.get((row["who"], row.get("rules")))
    if latency and "p99_ns" in latency:
        words += f", p50 {nanoseconds(latency['p50_ns'])}, p99 {nanoseconds(latency['p99_ns'])}"
    return words


def name_of(row):
    rules = f", {counted(row['rules'])} rules" if "rules" in row else ", constant"
    return row["who"].replace("json-rules-engine", "json-rules") + rules


def draw(results, path):
    rows = sorted((row for row in results["rows"] if row["what"] == "serve"), key=lambda row: -row["requests_per_s"])
    latencies = {(row["who"], row.get("rules")): row for row in results["rows"] if row["what"] == "serve_latency"}
    chart = Chart("Requests a second, one core",
                  f"64 connections, answers of {results['answer_bytes']} B on all sides; p50 and p99 at 30 % of each one's rate",
                  results["machine"], "requests a second, logarithmic", "")
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT + 180
    axis = Logarithmic(100, max(row["requests_per_s"] for row in rows) * 1.1, LEFT, right)
    for tick in axis.ticks():
        chart.line(axis.pixel(tick), TOP, axis.pixel(tick), bottom, "grid")
        chart.text(axis.pixel(tick), bottom + 20, counted(tick), anchor="middle")
    chart.line(LEFT, TOP, LEFT, bottom, "axis")
    chart.text((LEFT + right) / 2, HEIGHT - 14, chart.x_label, anchor="middle")
    place = (bottom - TOP) / len(rows)
    for number, row in enumerate(rows):
        y = TOP + place * number
        ours = row["who"] == "passerby"
        chart.bar(LEFT, y + place * 0.52, max(axis.pixel(max(row["requests_per_s"], 101)) - LEFT, 1), place * 0.34,
                  "#2f7ed8" if ours else "#8c959f")
        chart.text(LEFT - 8, y + place * 0.52 + place * 0.17 + 4, name_of(row), anchor="end")
        chart.text(LEFT + 6, y + place * 0.42, told(row, latencies), "small")
    chart.write(path)
