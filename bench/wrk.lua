-- wrk asks for the paths of a file in turn, from a random place on, and prints what came of it as one line of JSON.
-- wrk -t1 -c CONNECTIONS -d SECONDS -s wrk.lua URL -- FILE

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  paths = {}
  for path in io.lines(args[1]) do
    table.insert(paths, path)
  end
  math.randomseed(os.time())
  place = math.random(#paths)
  answered, failed = 0, 0
end

function request()
  place = place % #paths + 1
  return wrk.format("GET", paths[place])
end

function response(status, headers, body)
  answered = answered + 1
  if status ~= 200 or #body == 0 then
    failed = failed + 1
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  local answered, failed = 0, errors.connect + errors.read + errors.write + errors.timeout
  for _, thread in ipairs(threads) do
    answered = answered + thread:get("answered")
    failed = failed + thread:get("failed")
  end
  local times = {}
  for at = 1, #latency do
    local time, count = latency(at)
    table.insert(times, string.format("[%d,%d]", time, count))
  end
  io.write(string.format('\n{"seconds":%f,"requests":%d,"failed":%d,"times":[%s]}\n',
    summary.duration / 1e6, answered, failed, table.concat(times, ",")))
end
