"""Calls functions over one connection, and prints how long the calls took. Used by lambda.sh."""

import base64
import http.client
import io
import json
import sys
import time
import zipfile

PORT, COUNT = int(sys.argv[1]), int(sys.argv[2])
COLD = 10
HEADERS = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/lambda/aws4_request,"
    " SignedHeaders=host, Signature=none",
    "Content-Type": "application/json",
}
SOURCES = {
    "Node.js": ("nodejs20.x", "index.handler", "index.js", "exports.handler = async (event) => event;"),
    "Python": ("python3.12", "index.handler", "index.py", "def handler(event, context):\n    return event\n"),
}

connection = http.client.HTTPConnection("127.0.0.1", PORT)


def call(method, path, body):
    start = time.perf_counter()
    connection.request(method, path, body=body, headers=HEADERS)
    response = connection.getresponse()
    answer = response.read()
    took = (time.perf_counter() - start) * 1000
    if response.status >= 300 or response.getheader("X-Amz-Function-Error"):
        raise SystemExit("%s %s: %s %s" % (method, path, response.status, answer))
    return took


def package(name, source):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, source)
    return base64.b64encode(content.getvalue()).decode()


def at(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def make(function, runtime, handler, name, source):
    code = {"ZipFile": package(name, source)}
    made = {"FunctionName": function, "Runtime": runtime, "Handler": handler, "Role": "arn:aws:iam::123456789012:role/r"}
    call("POST", "/2015-03-31/functions", json.dumps({**made, "Code": code, "Timeout": 30, "MemorySize": 256}))


def measure(function):
    """Returns how long calls took that started a process, and how long those of a warm one."""
    invoke = "/2015-03-31/functions/%s/invocations" % function
    cold = []
    for i in range(COLD):
        call("PUT", "/2015-03-31/functions/%s/configuration" % function, json.dumps({"Description": str(i)}))
        cold.append(call("POST", invoke, b"{}"))
    return cold, [call("POST", invoke, b'{"name":"value"}') for _ in range(COUNT)]


print("| runtime | the server has | cold p50 | warm p50 | warm p99 |")
print("|---|---|---|---|---|")
for server in "just started", "compiled its code":
    for language, (runtime, *rest) in SOURCES.items():
        function = runtime.replace(".", "")
        if server == "just started":
            make(function, runtime, *rest)
        cold, warm = measure(function)
        print("| %s | %s | %.0f ms | %.2f ms | %.2f ms |" % (language, server, at(cold, 0.5), at(warm, 0.5), at(warm, 0.99)))
