"""The unit under a real systemd, on a machine of its own, installed by the very lines of OPERATIONS.md."""

import json
import re
import resource
import shutil
import time
import unittest

from house import PROGRAM, ROOT, until
from machine import Machine

HERE = "/srv/passerby"  # where the clone stands on that machine
ADDITIONS = "/etc/systemd/system/passerby.service.d"


def lines_of(section):
    """The commands of a section of OPERATIONS.md, in the blocks that stand indented."""
    text = (ROOT / "deploy/OPERATIONS.md").read_text()
    (body,) = re.findall(rf"^## {section}\n(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL)
    return re.findall(r"^    (.*)$", body, re.MULTILINE)


class UnderSystemd(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if reason := Machine.why_not():
            raise unittest.SkipTest(reason)
        cls.machine = Machine()
        cls.addClassCleanup(cls.machine.end)
        clone = cls.machine.root / HERE[1:]
        for folder in ("deploy", "rules/examples"):
            shutil.copytree(ROOT / folder, clone / folder)
        (clone / "build/release").mkdir(parents=True)
        shutil.copy(PROGRAM, clone / "build/release/passerby")
        cls.install()

    @classmethod
    def install(cls):
        build, *rest = lines_of("Install")
        assert build == "deploy/run.sh --build-only", build  # what is tested here is built already
        cls.told = {}
        for line in rest:
            done = cls.machine.run(line, HERE)
            assert done.returncode == 0, (line, done.stdout, done.stderr, cls.journal())
            cls.told[line] = done.stdout

    @classmethod
    def journal(cls):
        return cls.machine.run("journalctl --no-pager --unit passerby").stdout

    def setUp(self):
        self.addCleanup(self.run_line, f"rm -rf {ADDITIONS} && cp {HERE}/deploy/passerby.example.yaml "
                        "/etc/passerby/passerby.yaml && systemctl daemon-reload && systemctl restart passerby")

    def run_line(self, line):
        done = self.machine.run(line, HERE)
        self.assertEqual(done.returncode, 0, (line, done.stdout, done.stderr, self.journal()[-2000:]))
        return done.stdout

    def show(self, name):
        return self.run_line(f"systemctl show --value --property {name} passerby").strip()

    def write(self, path, text):
        (self.machine.root / path[1:]).parent.mkdir(parents=True, exist_ok=True)
        (self.machine.root / path[1:]).write_text(text)

    def add(self, name, text=None):
        """An addition to the unit, one of ours unless another text is given."""
        self.write(f"{ADDITIONS}/{name}", text or (ROOT / "deploy/systemd" / name).read_text())
        self.run_line("systemctl daemon-reload")

    def configure(self, text):
        path = self.machine.root / "etc/passerby/passerby.yaml"
        path.write_text(path.read_text() + text)

    def status_file(self):
        lines = self.run_line(f"cat /proc/{self.show('MainPID')}/status").splitlines()
        return dict(re.split(r":\s*", line, maxsplit=1) for line in lines)

    @classmethod
    def descriptors(cls):
        """What the unit asks for, or less where this machine itself may not have as many."""
        _, most = resource.prlimit(cls.machine.first, resource.RLIMIT_NOFILE)
        return min(most, 20_512)

    def metric(self, name):
        page = self.run_line("curl --silent http://127.0.0.1:8081/metrics")
        return float(re.search(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)[1])

    def test_the_lines_of_the_document(self):
        answers = [told for line, told in self.told.items() if line.startswith("curl")]
        self.assertEqual(json.loads(answers[0])["ready"], True)
        self.assertTrue(json.loads(answers[1])["decisions"]["lead"])
        (status,) = [told for line, told in self.told.items() if line.startswith("systemctl status")]
        self.assertIn("active (running)", status)
        self.assertRegex(status, r'Status: "\d+ rules in force, revision [0-9a-f]{12}"')

    def test_it_is_shut_in(self):
        status = self.status_file()
        user = self.run_line("id --user passerby").strip()
        self.assertEqual(status["Uid"].split(), [user] * 4)
        for kind in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            self.assertEqual(int(status[kind], 16), 0, kind)
        self.assertEqual((status["NoNewPrivs"], status["Seccomp"]), ("1", "2"))
        limits = self.run_line(f"cat /proc/{self.show('MainPID')}/limits")
        self.assertRegex(limits, r"Max core file size +0 +0 ")
        self.assertRegex(limits, r"Max open files +{0} +{0} ".format(self.descriptors()))

    def test_it_lacks_nothing_that_it_needs(self):
        self.assertLess(abs(self.metric("process_start_time_seconds") - time.time()), 3600)
        self.assertGreater(self.metric("process_open_fds"), 5)
        self.assertEqual(self.metric("process_max_fds"), self.descriptors())
        self.assertEqual("few-descriptors" in self.journal(), self.descriptors() < 20_512)
        self.assertNotIn("Operation not permitted", self.journal())
        self.assertIn("listening on http://127.0.0.1:8080 (public)", self.journal())

    def test_the_score_that_the_document_names(self):
        told = self.run_line("systemd-analyze security --no-pager passerby")
        score = re.search(r"exposure level for passerby.service: (\S+) ", told)[1]
        self.assertIn(f"says {score} (0 is best", (ROOT / "deploy/OPERATIONS.md").read_text())

    def test_verify_has_nothing_to_say(self):
        done = self.machine.run("systemd-analyze verify passerby.service")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))  # it complains with 0 as well

    def test_a_reload_returns_when_the_rules_are_in_force(self):
        before = self.show("StatusText")
        self.write("/etc/passerby/rules/more/more.yaml", "content: {a-reload: {data: {}}}\n")
        self.run_line("systemctl reload passerby")
        self.assertEqual(self.show("ActiveState"), "active")
        self.assertNotEqual(self.show("StatusText"), before)
        self.run_line("rm -r /etc/passerby/rules/more && systemctl reload passerby")
        self.assertEqual(self.show("StatusText"), before)

    def test_places(self):
        """The file is opened, and again at a reload, by a process that may do almost nothing."""
        self.write("/var/lib/geo/city.mmdb", "")
        self.write("/etc/passerby/rules/placed.yaml", "slots: {placed: {}}\ncontent: {is-placed: {data: {}}}\nrules:\n"
                   "  - {id: is-placed, slot: placed, when: {location.city: Berlin}, show: is-placed}\n")
        path = self.machine.root / "etc/passerby/passerby.yaml"
        path.write_text(re.sub(r"^trusted_proxies: .*?(?=^$)", "trusted_proxies: [127.0.0.1]\n"
                               "geo: {mmdb: /var/lib/geo/city.mmdb}\n", path.read_text(), count=1,
                               flags=re.MULTILINE | re.DOTALL))
        self.addCleanup(self.run_line, "rm /etc/passerby/rules/placed.yaml")
        ask = ("curl --silent http://127.0.0.1:8080/v1/decide --header 'X-Forwarded-For: 9.9.9.9' --data '"
               '{"slots": ["placed"], "consent": {"location": true, "at": "%s"}}\'' % time.strftime("%F"))
        self.run_line("systemctl restart passerby")
        self.assertIn("place-file-malformed", self.journal())
        self.assertNotIn("is-placed", self.run_line(ask))
        shutil.copy(ROOT / "tests/fuzz/corpus/place_file/city-28.mmdb", self.machine.root / "var/lib/geo/city.mmdb")
        self.run_line("systemctl reload passerby")
        until(lambda: "is-placed" in self.run_line(ask), "a place")

    def test_broken_rules_are_told_by_its_status(self):
        self.write("/etc/passerby/rules/broken.yaml", "rulez: []\n")
        told = until(lambda: "REFUSED" in (told := self.show("StatusText")) and told, "a refusal")
        self.assertIn("; newer ones REFUSED (broken.yaml:1 ", told)
        self.run_line("curl --fail --silent http://127.0.0.1:8080/readyz")
        self.run_line("rm /etc/passerby/rules/broken.yaml")
        until(lambda: "REFUSED" not in self.show("StatusText"), "a recovery")

    def test_it_comes_back(self):
        before = self.show("MainPID")
        self.run_line("systemctl kill --signal KILL --kill-who main passerby")
        until(lambda: self.show("MainPID") not in ("0", before), "another process")
        until(lambda: self.show("ActiveState") == "active", "ready again")
        self.run_line("curl --fail --silent http://127.0.0.1:8080/readyz")

    def test_who_hangs_is_ended(self):
        self.add("watched.conf", "[Service]\nWatchdogSec=5s\n")
        self.run_line("systemctl restart passerby")
        before = self.show("MainPID")
        time.sleep(6)
        self.assertEqual(self.show("MainPID"), before)  # who does not hang is not
        self.run_line(f"kill -STOP {before}")
        until(lambda: self.show("MainPID") not in ("0", before), "another process")
        self.assertIn("Watchdog timeout", self.journal())

    def test_it_ends_as_asked(self):
        self.run_line("systemctl stop passerby")
        self.assertEqual((self.show("Result"), self.show("ExecMainStatus")), ("success", "0"))
        self.run_line("systemctl start passerby")

    def test_port_443(self):
        self.add("port.conf", "[Service]\nEnvironment=PASSERBY_LISTEN=127.0.0.1:443\n")
        done = self.machine.run("systemctl restart passerby")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("cannot listen on 127.0.0.1:443: Permission denied", self.journal())
        self.add("port-443.conf")
        self.run_line("systemctl restart passerby")
        self.run_line("curl --fail --silent http://127.0.0.1:443/readyz")
        self.assertEqual(int(self.status_file()["CapEff"], 16), 1 << 10)

    def test_loopback_only(self):
        self.add("everywhere.conf", "[Service]\nEnvironment=PASSERBY_LISTEN=0.0.0.0:8080\n")
        self.run_line("ip address add 192.0.2.1/32 dev lo")
        self.run_line("systemctl restart passerby")
        self.run_line("curl --fail --silent --max-time 5 --interface 192.0.2.1 http://127.0.0.1:8080/readyz")
        self.add("loopback-only.conf")
        self.run_line("systemctl restart passerby")
        self.run_line("curl --fail --silent http://127.0.0.1:8080/readyz")
        done = self.machine.run("curl --silent --max-time 1 --interface 192.0.2.1 http://127.0.0.1:8080/readyz")
        self.assertNotEqual(done.returncode, 0)

    def test_tokens_as_the_document_makes_them(self):
        for line in lines_of("Configure"):
            self.run_line(line)
        self.assertEqual(self.run_line("stat --format '%a %U %G' /etc/passerby/tokens"), "640 root passerby\n")
        self.add("tokens.conf", "[Service]\nEnvironment=PASSERBY_ADMIN_LISTEN=0.0.0.0:8081 "
                 "PASSERBY_ADMIN_TOKENS_FILE=/etc/passerby/tokens\n")
        self.run_line("systemctl restart passerby")
        token = self.run_line("cat /etc/passerby/tokens").split()[2]
        ask = "curl --silent --output /dev/null --write-out '%{http_code}' http://127.0.0.1:8081/metrics"
        self.assertEqual(self.run_line(ask), "401")
        self.assertEqual(self.run_line(f"{ask} --header 'Authorization: Bearer {token}'"), "200")
        for line in lines_of("Metrics and alerts"):
            self.run_line(line)
        self.assertEqual(self.run_line("cat /etc/prometheus/passerby.token"), token + "\n")

    def test_rules_and_programs_change_as_the_document_says(self):
        for section in ("Rules that change", "Upgrade and go back", "Many nodes"):
            self.assertTrue(lines_of(section))
            for line in lines_of(section):
                self.run_line(line)
        self.run_line("curl --fail --silent http://127.0.0.1:8080/readyz")

    def make_certificate(self, folder, name):
        self.run_line(f"mkdir -p {folder} && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
                      f"-subj /CN={name} -out {folder}/fullchain.pem -keyout {folder}/privkey.pem")

    def test_nginx_as_the_document_installs_it(self):
        self.make_certificate("/root/one", "decide.example.org")
        self.run_line("cp /root/one/fullchain.pem /etc/nginx/passerby.crt; cp /root/one/privkey.pem /etc/nginx/passerby.key")
        self.run_line("systemctl start nginx")
        self.addCleanup(self.run_line, "systemctl stop nginx")
        for line in lines_of("Behind nginx"):
            self.run_line(line)
        told = self.run_line("curl --fail --silent --insecure https://127.0.0.1/v1/decide?slot=lead")
        self.assertTrue(json.loads(told)["decisions"]["lead"])
        told = self.run_line("curl --silent --insecure --output /dev/null --write-out '%{http_code}' https://127.0.0.1/readyz")
        self.assertEqual(told, "404")

    def test_a_certificate_is_renewed_as_the_document_says(self):
        (hook,) = re.findall(r"--deploy-hook '(.*)'$", "\n".join(lines_of("Certificates")), re.DOTALL | re.MULTILINE)
        self.add("tls.conf", "[Service]\nEnvironment=PASSERBY_TLS_CERTIFICATE=/etc/passerby/tls.crt "
                 "PASSERBY_TLS_KEY=/etc/passerby/tls.key\n")

        def renew(name, code):
            self.make_certificate(f"/root/{name}", name)
            done = self.machine.run(f"RENEWED_LINEAGE=/root/{name}; {hook}")
            self.run_line("systemctl is-active passerby || systemctl restart passerby")
            self.assertEqual(done.returncode, code, done.stderr)
            show = "echo | openssl s_client -connect 127.0.0.1:8080 2>/dev/null | openssl x509 -noout -subject"
            until(lambda: self.run_line(show) == f"subject=CN = {name}\n", f"the certificate of {name}")
        self.run_line("systemctl stop passerby")  # so that there is nothing to reload before the first
        renew("first", 1)
        before = self.metric('passerby_certificate_expiry_timestamp_seconds{listener="public"}')
        self.assertLess(abs(before - time.time() - 30 * 86_400), 3_600)  # as long as openssl makes them
        time.sleep(1)  # so that the next one expires later
        renew("second", 0)
        self.assertGreater(self.metric('passerby_certificate_expiry_timestamp_seconds{listener="public"}'), before)


if __name__ == "__main__":
    unittest.main()
