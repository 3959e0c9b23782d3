"""The proof that nothing is kept: marks in all that a visitor can send, and none of them to be found afterwards.

PASSERBY_LONG=1 plays the scenes in random order, many times over; PASSERBY_SEED repeats a run."""

import random

import places_file
import scenes
import search
from house import until
from proof import LONG, Proof
from visitor import Visitor

ROUNDS = 20 if LONG else 1
# What the scenes hear at least: had they not been answered so, they would have proven less.
ANSWERED = {100, 204, 400, 401, 403, 404, 405, 408, 413, 414, 415, 417, 422, 431, 503}


class CanaryRun(Proof):
    def run_scenes(self, **options):
        server = self.serve(**options)
        dice = random.Random(self.marks.seed)
        for round_ in range(ROUNDS):
            order = list(scenes.ALL)
            dice.shuffle(order)
            for scene in order:
                self.play(server, scene, f"{scene.__name__}-{round_}")
        self.assertLessEqual(ANSWERED, self.statuses)
        print(f"{len(self.marks.places)} marks in {len(self.marks.forms)} forms", flush=True)
        self.change_rules(server)
        self.look_everywhere(server)
        self.assertEqual(server.end(), 0)
        self.assertEqual(search.in_files(self.marks.forms, self.folder), [])

    def test_what_is_there_is_found(self):
        """Half a request is kept until the rest comes: each of its marks is seen, where it was sent."""
        server = self.serve()
        visitor = Visitor(server, self.marks, "half")
        with visitor.connect() as connection:
            connection.sendall(visitor.request(body=visitor.body())[:-1])
            sent = {mark for mark in self.marks.places if "address" not in mark}
            until(lambda: {mark.place for mark in search.in_memory(self.marks.words(), server.process.pid)} == sent, "all")
        search.until_forgotten(self.marks.forms, server.process.pid, "half a request")

    def test_every_form_is_found(self):
        """In whatever it lies, at whatever place of three."""
        visitor = Visitor(None, self.marks, "forms")
        visitor.body(), visitor.headers(), visitor.query()
        dice = random.Random(self.marks.seed)
        for name, bytes_ in self.marks.forms.items():
            noise = dice.randbytes(dice.randrange(64))
            with (self.folder / "kept").open("ab") as kept:
                kept.write(noise + bytes_ + noise)
        found = {mark.name for mark in search.in_files(self.marks.forms, self.folder)}
        self.assertEqual(set(self.marks.forms) - found, set())

    def test_one_worker(self):
        self.run_scenes(threads=1)

    def test_three_workers_that_log_json_and_are_strict(self):
        self.run_scenes(threads=3, more="log: {format: json, level: info}\nstrict: true\n")

    def test_places_by_addresses_that_proxies_forward(self):
        (self.folder / "places.mmdb").write_bytes(places_file.build(places_file.NETWORKS))
        self.run_scenes(threads=2, more=f"geo: {{mmdb: {self.folder}/places.mmdb}}\ntrusted_proxies: [127.0.0.0/8]\n")

    def test_tls_on_both_listeners(self):
        self.run_scenes(threads=2, tls=True)
