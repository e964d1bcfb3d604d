-- Requests for wrk: `wrk ... -s bench/gateway/requests.lua URL -- OPERATION [FILE [BATCH]]`.
-- OPERATION is GetCallerIdentity, DetectDominantLanguage, DetectEntities, BatchDetectDominantLanguage or BatchDetectEntities;
-- texts come from FILE (JSON Lines with a "text"), BATCH of them a request. Prints how many answers were not 200.

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

-- The texts as they stand in the file, JSON's escapes and all; labels written as [text](LABEL) are taken off.
local function texts(file)
  local found = {}
  for line in io.lines(file) do
    local text = line:match('"text": "(.-[^\\])"')
    if text then
      table.insert(found, (text:gsub("%[(.-)%]%(%u+%)", "%1")))
    end
  end
  return found
end

local function signed(service)
  return "AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/" .. service
    .. "/aws4_request, SignedHeaders=host, Signature=0"
end

local function json(operation, body)
  return wrk.format("POST", "/", {
    ["Content-Type"] = "application/x-amz-json-1.1",
    ["X-Amz-Target"] = "Comprehend_20171127." .. operation,
    ["Authorization"] = signed("comprehend"),
    ["X-Amz-Date"] = "20260101T000000Z",
  }, body)
end

local ready = {}
local at = 0
failed = 0

function init(args)
  local operation = args[1]
  if operation == "GetCallerIdentity" then
    ready[1] = wrk.format("POST", "/", {
      ["Content-Type"] = "application/x-www-form-urlencoded",
      ["Authorization"] = signed("sts"),
      ["X-Amz-Date"] = "20260101T000000Z",
    }, "Action=GetCallerIdentity&Version=2011-06-15")
    return
  end
  local language = operation:find("Language") and "" or '"LanguageCode":"en",'
  local all = texts(args[2])
  local batch = tonumber(args[3] or "0")
  if batch == 0 then
    for _, text in ipairs(all) do
      table.insert(ready, json(operation, "{" .. language .. '"Text":"' .. text .. '"}'))
    end
    return
  end
  for from = 1, #all - batch + 1, batch do
    local list = table.concat(all, '","', from, from + batch - 1)
    table.insert(ready, json(operation, "{" .. language .. '"TextList":["' .. list .. '"]}'))
  end
end

function request()
  at = at % #ready + 1
  return ready[at]
end

function response(status)
  if status ~= 200 then
    failed = failed + 1
  end
end

function done(summary, latency)
  local bad = 0
  for _, thread in ipairs(threads) do
    bad = bad + thread:get("failed")
  end
  local errors = summary.errors
  io.write(string.format(
    "RESULT %.1f %.3f %.3f %d\n",
    summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000,
    latency:percentile(99) / 1000,
    bad + errors.connect + errors.read + errors.write + errors.timeout))
end
