-- A pandoc reader: the blocks of a notebook, as JSON, become one document for the Typst writer.
--
-- Every Markdown cell is read on its own, so that an unclosed fence or comment in one cannot swallow the next. What is Typst
-- already (charts, tables of ours) never passes through here: a reference to it does, `#block-7`.

local markdown = "commonmark+pipe_tables+strikeout+task_lists+autolink_bare_uris+tex_math_dollars+definition_lists+raw_html"
local stringify = pandoc.utils.stringify

local anchors = {} -- heading anchors as Jupyter writes them, in lower case -> ours
local open_levels = {} -- levels of the headings that are open, as written
local heading_count = 0
local pictures = {} -- of the cell at hand: address -> { path =, alt = }
local stock_alt = ""

local function typst_string(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("\n", "\\n"):gsub("\t", "\\t"):gsub("\r", "") .. '"'
end

local function raw(text)
  return pandoc.RawInline("typst", text)
end

-- Inlines between an opening and a closing piece of Typst.
local function wrapped(before, inlines, after)
  local result = pandoc.Inlines { raw(before) }
  result:extend(inlines)
  result:insert(raw(after))
  return result
end

local function unescaped(url)
  return (url:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

-- PDF/UA allows no jump in heading levels, the first being 1: count the levels that are open. An empty heading goes.
local function heading(header)
  if stringify(header.content):match("^%s*$") then return {} end
  while #open_levels > 0 and open_levels[#open_levels] >= header.level do table.remove(open_levels) end
  table.insert(open_levels, header.level)
  heading_count = heading_count + 1
  local anchor = "heading-" .. heading_count
  local written = pandoc.text.lower(stringify(header.content):gsub(" ", "-"))
  anchors[written] = anchors[written] or anchor
  return pandoc.Header(#open_levels, header.content, pandoc.Attr(anchor))
end

-- PDF/UA demands a text for every formula: its TeX.
local function formula(math)
  local written = pandoc.write(pandoc.Pandoc { pandoc.Plain { math } }, "typst"):gsub("%s+$", "")
  if written:sub(1, 1) ~= "$" then return pandoc.Code(math.text) end
  local tex = math.text:gsub("^%s+", ""):gsub("%s+$", ""):gsub("%s+", " ")
  return raw("#[#set math.equation(alt: " .. typst_string(tex) .. ");" .. written .. "];")
end

local function picture_call(image, name)
  local found = pictures[image.src] or pictures[unescaped(image.src)]
  local alt = stringify(image.caption)
  if not found then return nil, alt end
  if alt == "" then alt = stock_alt end
  return "#" .. name .. "(" .. typst_string(found) .. ", " .. typst_string(alt) .. ");"
end

-- A picture that is not at hand (it is never fetched) is shown as its text.
local function inline_picture(image)
  local call, alt = picture_call(image, "inline-picture")
  return call and raw(call) or pandoc.Emph(alt)
end

local function paragraph(para)
  if #para.content == 1 and para.content[1].t == "Image" then
    local call = picture_call(para.content[1], "picture")
    if call then return pandoc.RawBlock("typst", call) end
  end
end

-- Runs last, when all headings are known. Typst itself looks whether the target exists: tables of ours define some.
local function link(element)
  local target = element.target
  if target:sub(1, 8) == "#source-" then
    return wrapped("#source-link(" .. typst_string(target:sub(2)) .. ")[", element.content, "];")
  elseif target:sub(1, 1) == "#" then
    local name = unescaped(target:sub(2))
    local anchor = anchors[pandoc.text.lower(name)] or name
    return wrapped("#goto(" .. typst_string(anchor) .. ")[", element.content, "];")
  elseif not target:match("^https?://") and not target:match("^mailto:") then
    return element.content
  end
end

local function is_number(text)
  return text:match("^%s*[-+−–≥≤≈~]*%s*[%d.,\u{a0} ]*%d[%d.,]*%s*%%?%s*$") or text:match("^%s*$") or text == "NaN" or text == "–"
    or text:match("^%-?%d[%d.]*e[-+]%d+$")
end

-- Which columns hold numbers alone; cells that span rows push those below to the right.
local function number_columns(rows, count)
  local numeric, filled, taken = {}, {}, {}
  for row_index, row in ipairs(rows) do
    local column = 1
    for _, cell in ipairs(row.cells) do
      while taken[row_index .. ":" .. column] do column = column + 1 end
      for down = 0, cell.row_span - 1 do
        for right = 0, cell.col_span - 1 do taken[(row_index + down) .. ":" .. (column + right)] = true end
      end
      local text = stringify(cell.contents)
      if numeric[column] == nil then numeric[column] = true end
      if not is_number(text) then numeric[column] = false elseif text:match("%d") then filled[column] = true end
      column = column + cell.col_span
    end
  end
  local result = {}
  for column = 1, count do result[column] = numeric[column] and filled[column] end
  return result
end

local function strong_cells(rows)
  for _, row in ipairs(rows) do
    for _, cell in ipairs(row.cells) do
      if cell.col_span > 1 then cell.alignment = "AlignCenter" end
      cell.contents = cell.contents:walk {
        Plain = function(plain) return #plain.content > 0 and pandoc.Plain { pandoc.Strong(plain.content) } or nil end,
      }
    end
  end
  return rows
end

-- The writer's own table, set from the left margin, its numbers to the right, smaller if it has many columns.
local function plain_table(tbl)
  local rows = pandoc.List {}
  for _, body in ipairs(tbl.bodies) do rows:extend(body.body) end
  local numeric = number_columns(rows, #tbl.colspecs)
  for column, spec in ipairs(tbl.colspecs) do
    local align = spec[1]
    if align == "AlignDefault" then align = numeric[column] and "AlignRight" or "AlignLeft" end
    tbl.colspecs[column] = { align, nil }
  end
  tbl.head.rows = strong_cells(tbl.head.rows)
  tbl.attr = pandoc.Attr()
  local size = #tbl.colspecs > 10 and "7pt" or #tbl.colspecs > 7 and "8pt" or "9pt"
  local written = pandoc.write(pandoc.Pandoc { tbl }, "typst"):gsub("align%(center%)%[#table%(", "align(left)[#table(", 1)
  written = written:gsub("\n%s+,\n", "\n") -- what the writer makes of a row without cells
  return pandoc.RawBlock("typst", "#[#set text(size: " .. size .. ")\n" .. written .. "\n]")
end

-- Raw HTML is read as HTML, as far as pandoc can; a comment or a lone closing tag gives nothing.
local function raw_html(element)
  return element.format == "html" and pandoc.read(element.text, "html").blocks or {}
end

-- Of inline tags only line breaks and pictures mean something without what follows; the text between tags stays.
local function raw_inline(element)
  if element.text:match("^<br") then return pandoc.LineBreak() end
  return element.text:match("^<img") and pandoc.utils.blocks_to_inlines(pandoc.read(element.text, "html").blocks) or {}
end

local function verbatim(text, kind)
  return pandoc.RawBlock("typst", "#verbatim(" .. typst_string(text) .. ", kind: " .. typst_string(kind) .. ")")
end

local prose = {
  { RawBlock = raw_html, RawInline = raw_inline },
  { Header = heading },
  { Para = paragraph, Plain = paragraph, CodeBlock = function(code) return verbatim(code.text, "code") end },
  { Image = inline_picture, Math = formula, Div = function(div) return div.content end,
    Span = function(span) return span.content end },
}
local last = { { Link = link }, { Table = plain_table } }

local function read_prose(text, format)
  local document = pandoc.read(text, format)
  for _, filter in ipairs(prose) do document = document:walk(filter) end
  return document.blocks
end

local readers = {
  markdown = function(block) return read_prose(block.content, markdown) end,
  html = function(block) return read_prose(block.content, "html") end,
  chart = function(block)
    local call = pandoc.Inlines { raw("#" .. block.name .. "(") }
    for _, part in ipairs { "caption", "subtitle", "note" } do
      if block.lines[part] ~= "" then
        local inlines = pandoc.utils.blocks_to_inlines(read_prose(block.lines[part], markdown))
        call:extend(wrapped(part .. ": [", inlines, "], "))
      end
    end
    call:insert(raw(")"))
    return { pandoc.Plain(call) }
  end,
  reference = function(block) return { pandoc.RawBlock("typst", "#" .. block.name) } end,
  verbatim = function(block) return { verbatim(block.content, block.name) } end,
}

function Reader(input)
  local notebook = pandoc.json.decode(tostring(input), false)
  stock_alt = notebook.stock_alt
  local blocks = pandoc.Blocks {}
  for _, block in ipairs(notebook.blocks) do
    pictures = block.pictures or {}
    blocks:extend(readers[block.kind](block))
  end
  local document = pandoc.Pandoc(blocks)
  for _, filter in ipairs(last) do document = document:walk(filter) end
  return document
end
