-- One line of JSON instead of wrk's report: times in seconds.
done = function(summary, latency, requests)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.write(string.format('{"requests":%d,"seconds":%f,"errors":%d,"p50":%f,"p99":%f}\n',
    summary.requests, summary.duration / 1e6, errors, latency:percentile(50) / 1e6, latency:percentile(99) / 1e6))
end

-- Where BENCH_METHOD is set, each request is another one: path and body are formats for its number, which counts from 1 to
-- BENCH_COUNT and begins again. Those that come again are written once: the load must cost less than what it measures.
local method = os.getenv("BENCH_METHOD")
if method then
  local path, body = os.getenv("BENCH_PATH"), os.getenv("BENCH_BODY")
  local count, sent, written = tonumber(os.getenv("BENCH_COUNT")), 0, {}
  if body then wrk.headers["Content-Type"] = "application/json" end
  local function write(number)
    return wrk.format(method, string.format(path, number), nil, body and string.format(body, number))
  end
  request = function()
    local number = 1 + sent % count
    sent = sent + 1
    if count > 1000 then return write(number) end
    local text = written[number]
    if not text then
      text = write(number)
      written[number] = text
    end
    return text
  end
end
