"""Runs a function's handler on Python: asks the Runtime API for events, and hands it the answers."""

import decimal
import http.client
import importlib
import json
import logging
import os
import socket
import sys
import time
import traceback

BASE = "/2018-06-01/runtime/"
MISSING = object()


class Fault(Exception):
    """An error of the runtime's own, with its type."""

    def __init__(self, kind, message, trace=()):
        super().__init__(message)
        self.kind = kind
        self.trace = list(trace)


class Runtime:
    """The Runtime API, over one connection that stays open."""

    def __init__(self, address):
        self._address = address
        self._connection = None

    def call(self, method, path, body=None, headers=None):
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self._address)
            self._connection.connect()
            self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._connection.request(method, BASE + path, body=body, headers=headers or {})
            response = self._connection.getresponse()
            return response.status, response.headers, response.read()
        except (http.client.HTTPException, OSError):
            self._connection.close()
            self._connection = None
            raise

    def next(self):
        _, headers, body = self.call("GET", "invocation/next")
        return headers, body

    def post(self, path, value, kind=None):
        headers = {"Content-Type": "application/json"}
        if kind:
            headers["Lambda-Runtime-Function-Error-Type"] = kind.encode("ascii", "replace").decode("ascii")[:256]
        try:
            return self.call("POST", path, value.encode("utf-8", "surrogatepass"), headers)[0]
        except (http.client.HTTPException, OSError):
            return 413  # it was not read to its end


class Identity:
    def __init__(self):
        self.cognito_identity_id = None
        self.cognito_identity_pool_id = None

    def __repr__(self):
        return "CognitoIdentity([cognito_identity_id=None,cognito_identity_pool_id=None])"


class Client:
    def __init__(self, values):
        self.installation_id = values.get("installation_id")
        self.app_title = values.get("app_title")
        self.app_version_name = values.get("app_version_name")
        self.app_version_code = values.get("app_version_code")
        self.app_package_name = values.get("app_package_name")


class ClientContext:
    def __init__(self, values):
        self.custom = values.get("custom")
        self.env = values.get("env")
        self.client = Client(values.get("client") or {})


class Context:
    """What a handler may know of its invocation."""

    def __init__(self, headers):
        env = os.environ
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = env["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = env["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = env["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = env["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = Identity()
        client = headers.get("Lambda-Runtime-Client-Context")
        self.client_context = ClientContext(json.loads(client)) if client else None
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        return "LambdaContext([" + ",".join("%s=%s" % item for item in self.__dict__.items() if item[0][0] != "_") + "])"


class LogHandler(logging.Handler):
    """Writes a record as one line, its line breaks as carriage returns."""

    def emit(self, record):
        try:
            sys.stdout.write(self.format(record).replace("\r\n", "\n").replace("\n", "\r") + "\n")
            sys.stdout.flush()
        except Exception:
            self.handleError(record)


class RequestFilter(logging.Filter):
    request_id = ""

    def filter(self, record):
        record.aws_request_id = RequestFilter.request_id
        return True


def set_up_logging():
    handler = LogHandler()
    formatter = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S"
    )
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(RequestFilter())
    logging.getLogger().addHandler(handler)


def plain(value):
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def to_json(value):
    return json.dumps(value, default=plain, ensure_ascii=False, allow_nan=False)


def frames(trace):
    return ["".join(traceback.format_list([frame])) for frame in trace]


def own(trace):
    """The frames of the function's own code."""
    return [frame for frame in trace if frame.filename != __file__]


def describe(error, request_id=None):
    kind = error.kind if isinstance(error, Fault) else type(error).__name__
    trace = error.trace if isinstance(error, Fault) else frames(own(traceback.extract_tb(error.__traceback__)))
    described = {"errorMessage": str(error), "errorType": kind}
    if request_id:
        described["requestId"] = request_id
    described["stackTrace"] = trace
    return kind, described


def log_error(described):
    lines = "[ERROR] %s: %s" % (described["errorType"], described["errorMessage"])
    if described["stackTrace"]:
        lines += "\nTraceback (most recent call last):\n" + "".join(described["stackTrace"])
    sys.stdout.write(lines.rstrip("\n").replace("\r\n", "\n").replace("\n", "\r") + "\n")


def load(name):
    module_name, dot, member = name.rpartition(".")
    if not dot or not module_name:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '%s': not enough values to unpack (expected 2, got 1)" % name)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error))
    except SyntaxError as error:
        trace = ['  File "%s" Line %s\n    %s\n' % (error.filename, error.lineno, (error.text or "").rstrip())]
        raise Fault("Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error), trace)
    handler = getattr(module, member, MISSING)
    if handler is MISSING:
        raise Fault("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (member, module_name))
    return handler


def invoke(handler, event, context):
    try:
        value = json.loads(event.decode("utf-8")) if event else {}
    except ValueError as error:
        raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error)
    answer = handler(value, context)
    try:
        return to_json(answer)
    except (TypeError, ValueError) as error:
        raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % error)


def main():
    runtime = Runtime(os.environ["AWS_LAMBDA_RUNTIME_API"])
    root = os.environ["LAMBDA_TASK_ROOT"]
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [root] + [entry for entry in sys.path if entry not in (root, here)]
    set_up_logging()
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as error:
        kind, described = describe(error)
        log_error(described)
        sys.stdout.flush()
        runtime.post("init/error", json.dumps(described), kind)
        sys.exit(1)
    while True:
        headers, event = runtime.next()
        context = Context(headers)
        RequestFilter.request_id = context.aws_request_id
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
        try:
            answer = invoke(handler, event, context)
        except Exception as error:
            kind, described = describe(error, context.aws_request_id)
            log_error(described)
            sys.stdout.flush()
            sys.stderr.flush()
            runtime.post("invocation/%s/error" % context.aws_request_id, json.dumps(described), kind)
            continue
        sys.stdout.flush()
        sys.stderr.flush()
        runtime.post("invocation/%s/response" % context.aws_request_id, answer)


if __name__ == "__main__":
    main()
