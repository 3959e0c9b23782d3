"""Why a server does not start: each time a clear line and the right exit code."""

import socket

from house import RULES, Scenario


class Starting(Scenario):
    def expect(self, code, text, *arguments, environment=None):
        ended = self.run_program("serve", *arguments, environment=environment)
        self.assertEqual((ended.returncode, ended.stdout), (code, ""), ended.stderr)
        self.assertIn(text, ended.stderr)
        return ended.stderr

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return str(path)

    def test_no_rules(self):
        self.expect(2, "no rules to serve")
        self.expect(2, "does not exist", "--rules", str(self.folder / "nowhere"))

    def test_broken_rules(self):
        rules = self.write("a.yaml", RULES + "    wieght: 3\n")
        said = self.expect(1, "a.yaml:11:5: error:", "--rules", rules, "--listen", "127.0.0.1:0")
        self.assertIn("did you mean `weight`?", said)

    def test_a_port_that_is_taken(self):
        rules = self.write("a.yaml", RULES)
        with socket.create_server(("127.0.0.1", 0)) as other:
            taken = f"127.0.0.1:{other.getsockname()[1]}"
            self.expect(2, f"cannot listen on {taken}: another program does already",
                        "--rules", rules, "--listen", taken, "--admin", "127.0.0.1:0")
            self.expect(2, "with `--admin`", "--rules", rules, "--listen", "127.0.0.1:0", "--admin", taken)

    def test_a_port_that_another_server_has(self):
        first = self.serve()
        self.expect(2, "another program does already", "--rules", str(first.rules),
                    "--listen", f"127.0.0.1:{first.port}", "--admin", "127.0.0.1:0")
        self.assertEqual(first.shown(), ["sports"])

    def test_an_address_that_is_not_ours(self):
        self.expect(2, "cannot listen on 192.0.2.1:80", "--rules", self.write("a.yaml", RULES),
                    "--listen", "192.0.2.1:80", "--admin", "127.0.0.1:0")

    def test_a_broken_configuration(self):
        config = self.write("passerby.yaml", "limits:\n  drian: 1s\n")
        said = self.expect(2, "passerby.yaml:2:3: error:", "--config", config)
        self.assertIn("did you mean `limits.drain`?", said)
        self.expect(2, "does not exist", "--config", str(self.folder / "nowhere.yaml"))
        self.expect(2, "PASSERBY_CACHE_MAX", environment={"PASSERBY_CACHE_MAX": "soon"})

    def test_an_admin_listener_open_to_all(self):
        rules = self.write("a.yaml", RULES)
        self.expect(2, "has no tokens", "--rules", rules, "--admin", "0.0.0.0:0")

    def test_half_of_tls(self):
        config = self.write("passerby.yaml", "tls: {certificate: a}\n")
        self.expect(2, "`tls.certificate` is set without `tls.key`", "--config", config,
                    "--rules", self.write("a.yaml", RULES))

    def test_unknown_flags(self):
        self.assertEqual(self.run_program("serve", "--prot", "80").returncode, 2)

    def test_settings_from_the_environment(self):
        server = self.serve(config="cache_max: 10s\nlog: {format: json}\n")
        self.assertIn('"event":"started"', server.log())

    def test_names_of_settings_without_effect_yet(self):
        server = self.serve(config="trusted_proxies: [10.0.0.0/8]\n")
        self.assertIn('setting-without-effect code="trusted_proxies"', server.log())
