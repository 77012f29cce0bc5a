"""Prints an access token of a demo account. usage: login.py <address> <login>"""

import json
import sys
import urllib.request

body = json.dumps({"name": sys.argv[2], "password": "Kaoji-demo-2026"}).encode()
request = urllib.request.Request(sys.argv[1] + "/api/v1/session", body, {"Content-Type": "application/json"})
print(json.load(urllib.request.urlopen(request, timeout=30))["access"])
