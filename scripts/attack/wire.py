"""Attacks a running demo office over its connections, with the memory of the
server watched, and prints one line for each attack.

usage: wire.py <address> <pid of the server> [--control]

With --control every attack is made small and goes to a server that answers all
with 500, and the memory allowed is less than an idle server holds: both have to
be found in every attack, and then it ends with 1.
"""

import concurrent.futures
import contextlib
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
AT = HOME = (urllib.parse.urlsplit(BASE).hostname, urllib.parse.urlsplit(BASE).port)
PASSWORD = "Kaoji-demo-2026"
MEMORY = 20 if CONTROL else 400  # MB of resident memory, at most, in every attack
MEGABYTE = 1 << 20
SLOW = 0.1 if CONTROL else 6  # seconds that slow readers wait


def resident():
    with open(f"/proc/{PID}/status") as f:
        return next(int(line.split()[1]) // 1024 for line in f if line.startswith("VmRSS"))


def watched(attack):
    """Runs the attack and returns the most memory that the server held, and what was found."""
    most, ended = [resident()], threading.Event()

    def look():
        while not ended.wait(0.02):
            most[0] = max(most[0], resident())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        found = attack() or []
    finally:
        ended.set()
        watcher.join()
    return most[0], found


def call(method, path, body=None, media="application/json"):
    """Asks the API as personnel and returns status and reply."""
    if isinstance(body, dict):
        body = json.dumps(body).encode()
    head = {"Authorization": "Bearer " + TOKEN, "Content-Type": media}
    request = urllib.request.Request(f"http://{AT[0]}:{AT[1]}{path}", body, head, method=method)
    try:
        with urllib.request.urlopen(request, timeout=120) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as e:
        return e.code, e.read()


def login(name):
    body = json.dumps({"name": name, "password": PASSWORD}).encode()
    request = urllib.request.Request(BASE + "/api/v1/session", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as reply:
        return json.load(reply)["access"]


def together(n, f, *args):
    if CONTROL:
        n = 2
    with concurrent.futures.ThreadPoolExecutor(n) as pool:
        return [one for one in pool.map(lambda _: f(*args), range(n)) if one]


def failed(statuses):
    """What a busy server may answer is no fault: 503 says come again."""
    return sorted({f"answers {s}" for s in statuses if s >= 500 and s != 503})


def sends(head, body=b"", wait=6):
    """Sends as much as the server takes and leaves."""
    try:
        with socket.create_connection(AT, timeout=wait) as s:
            s.sendall(head.encode() + body)
            return status(s.recv(1 << 16))
    except OSError:
        return 0


def status(reply):
    return int(reply[9:12]) if reply.startswith(b"HTTP/1.1 ") else 0


def post(path, length, media="application/json", by=True):
    auth = f"Authorization: Bearer {TOKEN}\r\n" if by else ""
    return f"POST {path} HTTP/1.1\r\nHost: k\r\n{auth}Content-Type: {media}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"


def half_sent():
    body = b"x" * int(11.9 * MEGABYTE)
    return failed(sum((together(100, sends, post(path, 12 * MEGABYTE, by=False), body)
                       for path in ("/nowhere", "/login", "/b/nobody", "/api/v1/session", "/api/v1/files")), []))


def half_sent_files():
    return failed(together(100, sends, post("/api/v1/files", 10 * MEGABYTE, "application/pdf"), b"x" * int(9.9 * MEGABYTE)))


ENTER = "/api/v1/workday/years/acts/enter"


def mistaken(n, mistakes):
    body = b'{"input":{"year":2030,"source":"x","holidays":[' + b'{"a":1},' * mistakes + b"{}]}}"
    return failed(together(n, sends, post(ENTER, len(body)), body, 60))


def readers(n, path):
    return failed(together(n, lambda: call("GET", path)[0]))


def slow_readers(n, path):
    """Ask, take a little and wait."""
    def read():
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            s.settimeout(20)
            try:
                s.connect(AT)
                s.sendall(f"GET {path} HTTP/1.1\r\nHost: k\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode())
                answer = status(s.recv(512))
                time.sleep(SLOW)
                return answer
            except OSError:
                return 0
    return failed(together(n, read))


def large_file():
    """A file of 10 MB that is attached to a record: its address."""
    content = b"%PDF-1.7\n" + b"%" * (10 * MEGABYTE - 16) + b"\n%%EOF"
    code, body = call("POST", "/api/v1/files?name=large.pdf", content, media="application/octet-stream")
    if code != 201:
        raise SystemExit(f"the large file: {code} {body[:300]}")
    deed = {"ground": "exemplary", "title": "一件好事", "on": "2026-03-02", "text": "巡查时发现一名走失老人，护送回家。",
            "source": "letter", "place": "浦建路", "who": "居委", "files": [json.loads(body)["id"]]}
    code, made = call("POST", "/api/v1/commendation/deeds/acts/report", {"input": deed})
    if code != 201:
        raise SystemExit(f"the record with the large file: {code} {made[:300].decode()}")
    return f"/api/v1/commendation/deeds/{json.loads(made)['id']}/files/{json.loads(body)['id']}"


class Form:
    """A form of a page, posted by somebody who is logged in."""

    def __init__(self):
        cookies = http.cookiejar.CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
        page = browser.open(BASE + "/login", timeout=60).read().decode()
        token = page.split('name="csrf" value="')[1].split('"')[0]
        browser.open(BASE + "/login", urllib.parse.urlencode({"csrf": token, "name": "zuzhi", "password": PASSWORD, "next": "/"}).encode(), timeout=60)
        page = browser.open(BASE + FORM, timeout=60).read().decode()
        self.token = page.split('name="csrf" value="')[1].split('"')[0]
        self.cookies = "; ".join(f"{c.name}={c.value}" for c in cookies)

    def sends(self, n, body, media):
        head = (f"POST {FORM} HTTP/1.1\r\nHost: {HOME[0]}:{HOME[1]}\r\nOrigin: {BASE}\r\nCookie: {self.cookies}\r\nContent-Type: {media}\r\n"
                f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n")
        answered = together(n, sends, head, body, 60)
        return failed(answered) + ([] if set(answered) & {200, 303, 422, 413, 503} else [f"answers {sorted(set(answered))}"])


FORM = "/new/commendation.deed/report"


def forms_with_files():
    part = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    content = b"%PDF-1.7\n" + b"%" * (10 * MEGABYTE - 16) + b"\n%%EOF"
    form = Form()
    body = part % (b"csrf", b"", form.token.encode()) + part % (b"files.upload", b'; filename="large.pdf"', content) + b"--x--\r\n"
    return form.sends(32, body, "multipart/form-data; boundary=x")


def forms_of_short_fields():
    form = Form()
    body = "&".join([f"csrf={form.token}", *(f"{i:x}=" for i in range(330_000))]).encode()
    return form.sends(100, body[:2 * MEGABYTE - 10], "application/x-www-form-urlencoded")


def half_heads():
    """Connections that say nothing, or half of something, end without a 5xx."""
    def waits(text):
        with socket.create_connection(AT, timeout=45) as s:
            s.sendall(text)
            reply = s.recv(1 << 16)
            if reply and status(reply) not in (400, 408):
                return f"{text[:20]!r} is answered by {reply[:40]!r}"
    said = (b"", b"GET / HTTP/1.1\r\nHost: k", b"POST /login HTTP/1.1\r\nHost: k\r\nContent-Length: 9\r\n\r\nab")
    with concurrent.futures.ThreadPoolExecutor(60) as pool:
        return [one for one in pool.map(waits, said * (1 if CONTROL else 20)) if one]


def connected(n, source):
    held = []
    for _ in range(n):
        s = socket.socket()
        s.settimeout(5)
        try:
            s.bind((source, 0))
            s.connect(AT)
            held.append(s)
        except OSError:
            s.close()
    return held


def answers_from(source):
    try:
        with socket.create_connection(AT, timeout=5, source_address=(source, 0)) as s:
            s.sendall(b"GET /healthz HTTP/1.1\r\nHost: k\r\nConnection: close\r\n\r\n")
            return status(s.recv(1 << 16)) == 200
    except OSError:
        return False


def many_connections():
    """One address holds all it can: others are answered. Many do: it ends with them."""
    found, held = [], connected(4 if CONTROL else 400, "127.0.0.2")
    if not answers_from("127.0.0.3"):
        found.append("one address shuts out the others")
    for i in range(0 if CONTROL else 6):
        held += connected(200, f"127.0.0.{10 + i}")
    for s in held:
        s.close()
    time.sleep(1)
    if not answers_from("127.0.0.1"):
        found.append("does not answer afterwards")
    return found


def faulty():
    """A server that answers everything with 500, for the control."""
    ln = socket.create_server(("127.0.0.1", 0))

    def serve(conn):
        with conn, contextlib.suppress(OSError):
            conn.sendall(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            conn.shutdown(socket.SHUT_WR)
            while conn.recv(1 << 20):
                pass

    def accept():
        while True:
            threading.Thread(target=serve, args=(ln.accept()[0],), daemon=True).start()
    threading.Thread(target=accept, daemon=True).start()
    return ln.getsockname()


TOKEN = login("zuzhi")
FILE = large_file()
if CONTROL:
    AT = faulty()
ATTACKS = (
    ("100 half-sent bodies of 12 MB, any path", half_sent),
    ("100 half-sent files of 10 MB, logged in", half_sent_files),
    ("8 bodies with 88,000 mistakes", lambda: mistaken(8, 88_000)),
    ("200 bodies with 88,000 mistakes", lambda: mistaken(200, 88_000)),
    ("200 bodies of 64 KB with 8,000 mistakes", lambda: mistaken(200, 8_000)),
    ("32 forms with a file of 10 MB", forms_with_files),
    ("100 forms of 330,000 fields", forms_of_short_fields),
    ("32 readers of 500 records", lambda: readers(32, "/api/v1/records?limit=500")),
    ("200 slow readers of 500 records", lambda: slow_readers(200, "/api/v1/records?limit=500")),
    ("200 slow readers of 50 records", lambda: slow_readers(200, "/api/v1/records")),
    ("100 slow readers of a file of 10 MB", lambda: slow_readers(100, FILE)),
    ("100 readers of a file of 10 MB", lambda: readers(100, FILE)),
    ("64 exports of the roster at once", lambda: readers(64, "/api/v1/roster/export")),
    ("200 readers of the description", lambda: slow_readers(200, "/api/v1/openapi.json")),
    ("60 silent and half-said connections", half_heads),
    ("1,600 connections", many_connections),
)
found_any = False
for what, attack in ATTACKS:
    start = time.time()
    most, found = watched(attack)
    if CONTROL and not (found and most >= MEMORY):
        print(f"{what}: nothing was found")
        sys.exit(0)
    if most >= MEMORY:
        found.append(f"{most} MB")
    if not answers_from("127.0.0.1"):
        found.append("the server does not answer any more")
    found_any |= bool(found)
    print(f"{what}\t{most} MB of {MEMORY}, {time.time() - start:.0f} s\t{'FOUND ' + '; '.join(found[:5]) if found else 'ok'}", flush=True)
sys.exit(1 if found_any else 0)
