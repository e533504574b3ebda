-- Develops pictures one after another in one darktable: lua5.4 orders.lua LIBRARY OPTIONS...
--
-- LIBRARY is the folder of libdarktable, OPTIONS are darktable's own. Each line of input is an order, its fields parted by
-- tabs: id, photo, result, format, box, then names and values of what the format has (quality 92). Each is answered with
-- one line, "chemigram done ID" or "chemigram failed ID WHY", behind all that darktable logged meanwhile.

local library = arg[1]
package.cpath = library .. '/lib?.so;' .. library .. '/lib?.dylib;' .. package.cpath
-- Line by line, as the log of darktable goes the same way: an answer never overtakes it.
io.stdout:setvbuf('line')

local function answer(...)
  io.stdout:write(table.concat({ 'chemigram', ... }, ' '):gsub('%s+', ' '), '\n')
end

local darktable = require('darktable')(table.unpack(arg, 2))
local version = darktable.configuration.version

local function develop(photo, result, format, box, settings)
  local image = darktable.database.import(photo)
  if image == nil then
    error('it does not take ' .. photo .. ' for a picture')
  end
  local exporter = darktable.new_format(format)
  exporter.max_width = box
  exporter.max_height = box
  for name, value in pairs(settings) do
    exporter[name] = value
  end
  exporter:write_image(image, result, false)
  image:delete()
end

answer('ready', version)
for line in io.lines() do
  local fields = {}
  for field in line:gmatch('[^\t]+') do
    fields[#fields + 1] = field
  end
  local id, photo, result, format, box = table.unpack(fields, 1, 5)
  local settings = {}
  for i = 6, #fields, 2 do
    settings[fields[i]] = tonumber(fields[i + 1])
  end
  local done, why = pcall(develop, photo, result, format, tonumber(box), settings)
  if done then
    answer('done', id)
  else
    answer('failed', id, tostring(why))
  end
end
