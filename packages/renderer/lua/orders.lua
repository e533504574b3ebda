-- Develops pictures one after another in one darktable: lua5.4 orders.lua LIBRARY OPTIONS...
--
-- LIBRARY is the folder of libdarktable, OPTIONS are darktable's own. It says "chemigram ready VERSION". Each line of
-- input then is an order, its fields parted by tabs: id, photo, result, box. The result is a float picture (PFM). Each is
-- answered with one line, "chemigram done ID" or "chemigram failed ID WHY", behind all that darktable logged meanwhile.

local library = arg[1]
package.cpath = library .. '/lib?.so;' .. library .. '/lib?.dylib;' .. package.cpath
-- Line by line, as the log of darktable goes the same way: an answer never overtakes it.
io.stdout:setvbuf('line')

local function answer(...)
  io.stdout:write(table.concat({ 'chemigram', ... }, ' '):gsub('%s+', ' '), '\n')
end

local darktable

local function develop(photo, result, box)
  local image = darktable.database.import(photo)
  if image == nil then
    error('it does not take ' .. photo .. ' for a picture')
  end
  local exporter = darktable.new_format('pfm')
  exporter.max_width = box
  exporter.max_height = box
  exporter:write_image(image, result, false)
  image:delete()
end

-- darktable runs its first script on a thread of its own, in this very Lua, where two threads at once crash or hang. What it
-- is told to run behind that script says that it is ready. This thread waits in a read meanwhile, and goes there from the
-- start with nothing between, no call, no new object and no collecting of old ones: with the loop of before, which made its
-- reader then, a start on a machine at work ended now and then by a segmentation fault, or did not end.
local options = table.pack(table.unpack(arg, 2))
options[options.n + 1] = '--luacmd'
options[options.n + 2] = [[
  io.stdout:write('chemigram ready ', require('darktable').configuration.version, '\n')
]]
local start = require('darktable')
local read = io.lines()
collectgarbage('stop')
local line = read(start(table.unpack(options)))
collectgarbage('restart')
darktable = require('darktable')

while line do
  -- Gives the lock of darktable's Lua away and takes it: what happened since the last order is told on other threads.
  darktable.control.sleep(0)
  local fields = {}
  for field in line:gmatch('[^\t]+') do
    fields[#fields + 1] = field
  end
  local id, photo, result, box = table.unpack(fields, 1, 4)
  local done, why = pcall(develop, photo, result, tonumber(box))
  if done then
    answer('done', id)
  else
    answer('failed', id, tostring(why))
  end
  line = read()
end
