// User agents collected by others, each with what they say it is, in our words. What our lists have no word for, or
// where their word means something else, is left out: `undefined` is compared with nothing.
import { readFileSync } from "node:fs";

const read = (path) => JSON.parse(readFileSync(new URL(`node_modules/${path}`, import.meta.url), "utf8"));
const other = (table) => (name) => (name === undefined || name === "undefined" ? undefined : name in table ? table[name] : "other");

const types = { mobile: "phone", tablet: "tablet", smarttv: "tv", console: "console", wearable: undefined, embedded: undefined };

const linuxes = ["Arch", "CentOS", "Debian", "Fedora", "Gentoo", "Kubuntu", "Linux", "Mageia", "Mandriva", "Manjaro", "Mint",
  "PCLinuxOS", "Raspbian", "Red Hat", "RedHat", "Sabayon", "Slackware", "SUSE", "Ubuntu", "VectorLinux", "Xubuntu", "Zenwalk", "Deepin", "deepin",
  "elementary OS", "GNU", "Linpus", "Linspire", "Joli", "Hurd"];
const systems = {
  Windows: "windows", "Windows Phone": "windows", "Windows Phone OS": "windows", Xbox: undefined, Chromecast: "linux", "Windows Mobile": "windows", "Windows NT": "windows", "Mac OS": "macos", iOS: "ios",
  Android: "android", "Android-x86": "android", "Chromium OS": "chromeos", ...Object.fromEntries(linuxes.map((name) => [name, "linux"])),
};

const browsers = {
  Chrome: "chrome", Chromium: "chrome", "Chrome WebView": "chrome", "Chrome Headless": undefined, Safari: "safari",
  "Mobile Safari": "safari", Firefox: "firefox", "Firefox Focus": "firefox", Fennec: "firefox", "Firefox Reality": "firefox", Edge: "edge",
  Opera: "opera", "Opera Mini": "opera", "Opera Mobi": "opera", "Opera Tablet": "opera", "Opera Touch": "opera",
  "Opera Coast": "opera", "Opera GX": "opera", "Samsung Browser": "samsung", WebKit: undefined, Mozilla: undefined,
};

// ua-parser-js 1.0.2 (MIT): its own test cases, one of a kind each, many of them rare.
function parserCases() {
  const cases = (file, expect) => read(`ua-parser-js/test/${file}-test.json`)
    .map((test) => ({ agent: test.ua, expect: expect(test.expect) }));
  return [
    ...cases("device", ({ type }) => ({ type: types[type] })),
    ...cases("os", ({ name }) => ({ os: other(systems)(name) })),
    ...cases("browser", ({ name }) => ({ browser: other(browsers)(name) })),
  ];
}

// @ulixee/real-user-agents (MIT): what BrowserStack's desktops send.
function desktops() {
  const names = { chrome: "chrome", firefox: "firefox", edge: "edge", safari: "safari", opera: "opera", ie: "other" };
  return read("@ulixee/real-user-agents/data/external-raw/browserstack/userAgents.json").map(({ id, string, osId }) => ({
    agent: string,
    expect: {
      type: "desktop",
      os: osId.startsWith("mac-os") ? "macos" : osId.startsWith("windows") ? "windows" : undefined,
      browser: names[id.split("-")[0].toLowerCase()],
    },
  }));
}

// crawler-user-agents (MIT): what is no visitor.
function crawlers() {
  return read("crawler-user-agents/crawler-user-agents.json")
    .flatMap(({ instances }) => instances)
    .map((agent) => ({ agent, expect: { type: "bot" } }));
}

export const corpora = { cases: parserCases(), desktops: desktops(), crawlers: crawlers() };
