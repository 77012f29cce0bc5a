"""Attacks a running demo office and prints one line for each attack.

usage: attack.py <address> <pid of the server> [--control]

With --control it asks for what must be refused, so that a run without findings
proves that findings would be seen.
"""

import concurrent.futures
import html.parser
import http.cookiejar
import json
import socket
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

BASE, PID = sys.argv[1].rstrip("/"), int(sys.argv[2])
CONTROL = "--control" in sys.argv
HOST, PORT = urllib.parse.urlsplit(BASE).hostname, urllib.parse.urlsplit(BASE).port
PASSWORD = "Kaoji-demo-2026"
MEMORY = 400  # MB of resident memory, at most, in every attack
PAGES = 1500  # pages of one reader, at most


class Links(html.parser.HTMLParser):
    """Collects the addresses that a page offers, and scripts within the page."""

    def __init__(self):
        super().__init__()
        self.found, self.inline = [], 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "a" and attrs.get("href"):
            self.found.append(attrs["href"])
        if tag == "script" and not attrs.get("src") or any(name.startswith("on") for name in attrs):
            self.inline += 1


class Reader:
    """A browser of one person."""

    def __init__(self, name):
        self.name = name
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open

    def get(self, path, data=None):
        request = urllib.request.Request(urllib.parse.urljoin(BASE, urllib.parse.quote(path, safe="/?&=%#:+~,;@!$'()*")), data)
        try:
            with self.open(request, timeout=60) as reply:
                return reply.status, reply.headers, reply.read()
        except urllib.error.HTTPError as e:
            return e.code, e.headers, e.read()

    def login(self):
        page = self.get("/login")[2].decode()
        token = page.split('name="csrf" value="')[1].split('"')[0]
        form = {"csrf": token, "name": self.name, "password": PASSWORD, "next": "/"}
        status = self.get("/login", urllib.parse.urlencode(form).encode())[0]
        if status != 200:
            raise SystemExit(f"login of {self.name}: {status}")


def resident():
    with open(f"/proc/{PID}/status") as f:
        return next(int(line.split()[1]) // 1024 for line in f if line.startswith("VmRSS"))


def watched(attack):
    """Runs the attack and returns the most memory that the server held."""
    most, ended = [resident()], threading.Event()

    def look():
        while not ended.wait(0.05):
            most[0] = max(most[0], resident())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        attack()
    finally:
        ended.set()
        watcher.join()
    return most[0]


def crawl(name):
    """Opens every page that is offered to the reader."""
    reader, bad = Reader(name), []
    reader.login()
    waiting, seen = [("/", "")], {"/"}
    if CONTROL:
        waiting.append(("/control/no/such/page", "the control"))
    count = 0
    while waiting and count < PAGES:
        path, source = waiting.pop(0)
        count += 1
        status, headers, body = reader.get(path)
        if status in (403, 404) or status >= 500:
            bad.append(f"{name}: {status} {path} offered by {source}")
        if not headers.get("Content-Type", "").startswith("text/html"):
            continue
        links = Links()
        links.feed(body.decode("utf-8", "replace"))
        if links.inline:
            bad.append(f"{name}: script within {path}")
        for link in links.found:
            at = urllib.parse.urlsplit(urllib.parse.urljoin(BASE + path, link))
            if at.netloc != urllib.parse.urlsplit(BASE).netloc or at.path.startswith(("/static", "/lang", "/api")):
                continue
            to = at.path + ("?" + at.query if at.query else "")
            if to not in seen:
                seen.add(to)
                waiting.append((to, path))
    return count, bad


def token():
    body = json.dumps({"name": "zuzhi", "password": PASSWORD}).encode()
    request = urllib.request.Request(BASE + "/api/v1/session", body, {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request, timeout=30))["access"]


def sends(head, body, wait=6):
    """Sends as much as the server takes and keeps the connection open."""
    try:
        with socket.create_connection((HOST, PORT), timeout=wait) as s:
            s.sendall(head.encode() + body)
            s.recv(1 << 16)
    except OSError:
        pass


def together(n, f, *args):
    with concurrent.futures.ThreadPoolExecutor(n) as pool:
        list(pool.map(lambda _: f(*args), range(n)))


def half_sent():
    body = b"x" * int(11.9 * (1 << 20))
    for path in ("/nowhere", "/login", "/api/v1/session", "/api/v1/files"):
        together(100, sends, f"POST {path} HTTP/1.1\r\nHost: k\r\nContent-Length: {12 << 20}\r\n\r\n", body)


def half_sent_by_personnel():
    head = f"POST /api/v1/files HTTP/1.1\r\nHost: k\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: {10 << 20}\r\n\r\n"
    together(100, sends, head, b"x" * int(9.9 * (1 << 20)))


def mistaken():
    body = b'{"input":{"year":2030,"source":"x","holidays":[' + b'{"a":1},' * 88_000 + b"{}]}}"
    head = f"POST /api/v1/workday/years/acts/enter HTTP/1.1\r\nHost: k\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    together(8, sends, head, body, 60)


def large_lists():
    def read():
        request = urllib.request.Request(BASE + "/api/v1/records?limit=500", headers={"Authorization": "Bearer " + TOKEN})
        with urllib.request.urlopen(request, timeout=120) as reply:
            reply.read()

    together(32, read)


def silent():
    """Connections that say nothing, or half of a header, end without a 5xx."""
    bad = []
    for text in (b"", b"GET / HTTP/1.1\r\nHost: k", b"POST /login HTTP/1.1\r\nHost: k\r\nContent-Length: 9\r\n\r\nab"):
        with socket.create_connection((HOST, PORT), timeout=40) as s:
            s.sendall(text)
            reply = s.recv(1 << 16)
            if reply and not reply.startswith((b"HTTP/1.1 408", b"HTTP/1.1 400")):
                bad.append(f"{text!r}: {reply[:40]!r}")
    return bad


def line(what, figure, bad):
    print(f"{what:<44} {figure:<24} {'ok' if not bad else 'FOUND ' + str(len(bad))}")
    for b in bad[:20]:
        print("    " + b)
    return bool(bad)


failed = False
for who in ("admin", "zuzhi", "ld01", "shenji", "ld03", "jigong", "jiandu1"):
    pages, found = crawl(who)
    failed |= line("crawl as " + who, f"{pages} pages", found)
    if CONTROL:
        sys.exit(0 if not failed else 1)
TOKEN = token()
for what, attack in (
    ("100 half-sent bodies of 12 MB, any path", half_sent),
    ("100 half-sent files, logged in", half_sent_by_personnel),
    ("8 bodies with 88,000 mistakes", mistaken),
    ("32 readers of 500 records", large_lists),
):
    most = watched(attack)
    failed |= line(what, f"{most} MB of {MEMORY}", [f"{most} MB"] if most >= MEMORY else [])
failed |= line("silent and slow connections", "3", silent())
sys.exit(1 if failed else 0)
