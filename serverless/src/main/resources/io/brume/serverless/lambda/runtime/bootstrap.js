// Runs a function's handler on Node.js: asks the Runtime API for events, and hands it the answers.
'use strict';

const fs = require('fs');
const http = require('http');
const path = require('path');
const { Module, createRequire } = require('module');
const { Writable } = require('stream');
const { pathToFileURL } = require('url');
const util = require('util');

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const BASE = '/2018-06-01/runtime/';
const STREAMS = Symbol.for('aws.lambda.runtime.handler.streaming');
const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });

let requestId = '';

// ---- Log: one line an event, with line breaks as carriage returns.

function writeLine(text) {
  const line = Buffer.from(text.replace(/\r?\n/g, '\r') + '\n');
  let at = 0;
  while (at < line.length) {
    try {
      at += fs.writeSync(1, line, at);
    } catch (e) {
      if (e.code !== 'EAGAIN') return;
    }
  }
}

const LEVELS = { log: 'INFO', info: 'INFO', debug: 'DEBUG', trace: 'TRACE', warn: 'WARN', error: 'ERROR' };
for (const [name, level] of Object.entries(LEVELS)) {
  console[name] = (...args) =>
    writeLine(`${new Date().toISOString()}\t${requestId || 'undefined'}\t${level}\t${util.format(...args)}`);
}

// ---- The AWS SDK for JavaScript v2 knows no AWS_ENDPOINT_URL: it is told when the function loads it.

function configure(AWS) {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  const config = AWS && AWS.config;
  if (endpoint && config && typeof config.update === 'function' && !config.brume) {
    Object.defineProperty(config, 'brume', { value: true });
    config.update({ endpoint, s3ForcePathStyle: true });
  }
}

const load = Module._load;
Module._load = function (request, parent, ...rest) {
  const loaded = load.call(this, request, parent, ...rest);
  if (typeof request === 'string' && /(^|[\\/])aws-sdk([\\/]|$)/.test(request) && !/^\.\.?[\\/]/.test(request)) {
    if (loaded && loaded.config) {
      configure(loaded);
    } else if (/aws-sdk[\\/]clients[\\/]/.test(request)) {
      configure(load.call(this, request.replace(/clients[\\/].*$/, 'global'), parent, ...rest));
    }
  }
  return loaded;
};

// ---- The Runtime API.

function call(method, target, headers, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host, port, method, path: BASE + target, headers, agent }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

function post(target, body, headers = {}) {
  const bytes = Buffer.from(body);
  return call('POST', target, { 'Content-Type': 'application/json', 'Content-Length': bytes.length, ...headers }, bytes);
}

function described(error) {
  if (error instanceof Error || util.types.isNativeError(error)) {
    return {
      errorType: error.name || 'Error',
      errorMessage: String(error.message),
      trace: String(error.stack || '').split('\n'),
    };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function sendError(error) {
  const shown = described(error);
  writeLine(
    `${new Date().toISOString()}\t${requestId || 'undefined'}\tERROR\tInvoke Error \t` +
      JSON.stringify({ errorType: shown.errorType, errorMessage: shown.errorMessage, ...(error || {}), stack: shown.trace }),
  );
  return post(`invocation/${requestId}/error`, JSON.stringify(shown), {
    'Lambda-Runtime-Function-Error-Type': header(shown.errorType),
  });
}

function header(text) {
  return String(text).replace(/[^\x20-\x7e]/g, '?').slice(0, 256);
}

class Named extends Error {
  constructor(name, message, cause) {
    super(message);
    this.name = name;
    if (cause) this.stack = `${name}: ${message}\n${cause.stack || ''}`;
  }
}

// ---- The handler.

async function loadHandler() {
  const named = process.env._HANDLER;
  const root = process.env.LAMBDA_TASK_ROOT;
  const match = /^((?:.*[\\/])?)([^\\/.]+)\.(.+)$/.exec(named);
  if (!match || named.includes('..')) {
    throw new Named('Runtime.MalformedHandlerName', `Bad handler: '${named}'`);
  }
  const [, folder, file, member] = match;
  const stem = path.resolve(root, folder, file);
  const found = ['', '.js', '.mjs', '.cjs'].map((end) => stem + end).find((name) => fs.existsSync(name) && fs.statSync(name).isFile());
  let exported;
  try {
    exported = found ? await importFile(found) : createRequire(path.join(root, 'package.json'))(stem);
  } catch (e) {
    if (e instanceof SyntaxError) throw new Named('Runtime.UserCodeSyntaxError', `SyntaxError: ${e.message}`, e);
    if (e && (e.code === 'MODULE_NOT_FOUND' || e.code === 'ERR_MODULE_NOT_FOUND')) {
      throw new Named('Runtime.ImportModuleError', `Error: ${e.message}`, e);
    }
    throw e;
  }
  const pick = (from) => member.split('.').reduce((at, name) => (at === undefined || at === null ? undefined : at[name]), from);
  const handler = pick(exported) || pick(exported.default);
  if (handler === undefined) {
    throw new Named('Runtime.HandlerNotFound', `${named} is undefined or not exported`);
  }
  if (typeof handler !== 'function') {
    throw new Named('Runtime.HandlerNotFound', `${named} is not a function`);
  }
  return handler;
}

async function importFile(file) {
  if (file.endsWith('.mjs')) return import(pathToFileURL(file).href);
  if (file.endsWith('.cjs')) return createRequire(file)(file);
  if (packageType(file) === 'module') return import(pathToFileURL(file).href);
  return createRequire(file)(file);
}

function packageType(file) {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    try {
      return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).type;
    } catch (e) {
      if (e.code !== 'ENOENT') throw e;
    }
    if (folder === path.dirname(folder)) return undefined;
  }
}

// ---- Streamed answers.

const PRELUDE = 'application/vnd.awslambda.http-integration-response';

class HttpResponseStream {
  static from(stream, prelude) {
    stream.setContentType(PRELUDE);
    stream.write(Buffer.concat([Buffer.from(JSON.stringify(prelude)), Buffer.alloc(8)]));
    return stream;
  }
}

globalThis.awslambda = {
  streamifyResponse(handler, options) {
    handler[STREAMS] = (options && options.highWaterMark) || true;
    return handler;
  },
  HttpResponseStream,
};

class ResponseStream extends Writable {
  constructor() {
    super({ highWaterMark: 64 * 1024 });
    this.type = 'application/octet-stream';
    this.settled = new Promise((resolve, reject) => {
      this.resolveSettled = resolve;
      this.rejectSettled = reject;
    });
    this.settled.catch(() => {});
  }

  setContentType(type) {
    this.type = type;
  }

  open() {
    if (!this.request) {
      this.request = http.request(
        {
          host,
          port,
          agent,
          method: 'POST',
          path: `${BASE}invocation/${requestId}/response`,
          headers: {
            'Content-Type': this.type,
            'Lambda-Runtime-Function-Response-Mode': 'streaming',
            'Transfer-Encoding': 'chunked',
            Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
          },
        },
        (response) => {
          response.resume();
          response.on('end', this.resolveSettled);
        },
      );
      this.request.on('error', this.rejectSettled);
      this.request.flushHeaders();
    }
    return this.request;
  }

  _write(part, encoding, done) {
    this.open().write(part, done);
  }

  _final(done) {
    this.open().end();
    done();
  }

  fail(error) {
    const shown = described(error);
    const request = this.open();
    request.addTrailers({
      'Lambda-Runtime-Function-Error-Type': header(shown.errorType),
      'Lambda-Runtime-Function-Error-Body': Buffer.from(JSON.stringify(shown)).toString('base64'),
    });
    request.end();
    return this.settled;
  }
}

async function runStreaming(handler, event, context) {
  const stream = new ResponseStream();
  stream.on('error', () => {});
  try {
    await handler(event, stream, context);
    if (!stream.writableEnded) {
      await new Promise((resolve) => stream.once('finish', resolve));
    }
    await stream.settled;
  } catch (e) {
    writeLine(`${new Date().toISOString()}\t${requestId}\tERROR\tInvoke Error \t${JSON.stringify(described(e))}`);
    if (stream.request) {
      await stream.fail(e);
    } else {
      const shown = described(e);
      await post(`invocation/${requestId}/error`, JSON.stringify(shown), {
        'Lambda-Runtime-Function-Error-Type': header(shown.errorType),
      });
    }
  }
}

// ---- One event after the other.

function contextOf(headers, settle) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const env = process.env;
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: headers['lambda-runtime-client-context'] ? JSON.parse(headers['lambda-runtime-client-context']) : undefined,
    identity: undefined,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  const now = (error, value) => {
    context.callbackWaitsForEmptyEventLoop = false;
    settle(error, value);
  };
  context.succeed = (value) => now(null, value);
  context.fail = (error) => now(error === undefined || error === null ? 'handled' : error);
  context.done = (error, value) => now(error === undefined ? null : error, value);
  return context;
}

/** Resolves with how the handler ended: its first callback, its promise, or an empty event loop. */
function runOnce(handler, event, headers) {
  return new Promise((resolve) => {
    let settled = false;
    const end = (result) => {
      process.removeAllListeners('beforeExit');
      resolve(result);
    };
    const settle = (error, value) => {
      if (settled) return;
      settled = true;
      const result = error !== undefined && error !== null ? { error } : { value };
      process.removeAllListeners('beforeExit');
      if (context.callbackWaitsForEmptyEventLoop) {
        process.on('beforeExit', () => setImmediate(() => end(result)));
      } else {
        setImmediate(() => end(result));
      }
    };
    const context = contextOf(headers, settle);
    process.on('beforeExit', () => setImmediate(() => end({ value: null })));
    try {
      const returned = handler(event, context, settle);
      if (returned && typeof returned.then === 'function') {
        returned.then(
          (value) => { if (!settled) { settled = true; end({ value }); } },
          (error) => { if (!settled) { settled = true; end({ error: error === undefined || error === null ? new Error(String(error)) : error }); } },
        );
      }
    } catch (error) {
      if (!settled) {
        settled = true;
        end({ error });
      }
    }
  });
}

async function answer(result) {
  if ('error' in result) {
    await sendError(result.error);
    return;
  }
  let json;
  try {
    json = JSON.stringify(result.value === undefined ? null : result.value);
    if (json === undefined) json = 'null';
  } catch (e) {
    await sendError(new Named('Runtime.MarshalError', `Unable to stringify response body: ${e.message}`, e));
    return;
  }
  const id = requestId; // the next event is asked for at once
  post(`invocation/${id}/response`, json).then(
    (reply) => {
      if (reply.status === 413) writeLine(`${new Date().toISOString()}\t${id}\tERROR\tthe response is too large`);
    },
    () => {}, // it was not read to its end
  );
}

async function fatal(type, error) {
  const shown = { ...described(error), errorType: type || described(error).errorType };
  const text = JSON.stringify(shown);
  writeLine(`${new Date().toISOString()}\t${requestId || 'undefined'}\tERROR\tUncaught Exception \t${text}`);
  const target = requestId ? `invocation/${requestId}/error` : 'init/error';
  await post(target, text, { 'Lambda-Runtime-Function-Error-Type': header(shown.errorType) }).catch(() => {});
}

process.on('uncaughtException', (error) => {
  fatal(null, error).finally(() => process.exit(129));
});
process.on('unhandledRejection', (reason) => {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  const shown = new Named('Runtime.UnhandledPromiseRejection', `${error.name}: ${error.message}`, error);
  fatal('Runtime.UnhandledPromiseRejection', shown).finally(() => process.exit(128));
});

(async () => {
  let handler;
  try {
    handler = await loadHandler();
  } catch (e) {
    await fatal(null, e);
    process.exit(1);
  }
  for (;;) {
    const next = await call('GET', 'invocation/next', {});
    requestId = next.headers['lambda-runtime-aws-request-id'];
    process.env._X_AMZN_TRACE_ID = next.headers['lambda-runtime-trace-id'] || '';
    let event;
    try {
      event = next.body.length ? JSON.parse(next.body.toString('utf8')) : {};
    } catch (e) {
      await sendError(new Named('Runtime.UnmarshalError', `The event is no JSON: ${e.message}`, e));
      continue;
    }
    if (handler[STREAMS]) {
      await runStreaming(handler, event, contextOf(next.headers, () => {}));
    } else {
      await answer(await runOnce(handler, event, next.headers));
    }
  }
})();
