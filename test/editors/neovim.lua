-- Drives Neovim: opens a policy with a mistake, asks the server, writes what came of it as JSON.
local settings, policy, out = vim.env.SETTINGS, vim.env.POLICY, vim.env.OUT
local told = {}

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 20000) or {}
  for _, answer in pairs(answers) do
    if answer.error then return { failed = answer.error.message } end
    return answer.result
  end
end

local function at(text)
  local line, column = unpack(vim.fn.searchpos("\\V" .. text, "cw"))
  vim.api.nvim_win_set_cursor(0, { line, column - 1 })
  return vim.lsp.util.make_position_params(0, "utf-16")
end

local ok, failure = pcall(function()
  dofile(settings)
  vim.cmd("edit " .. vim.fn.fnameescape(policy))
  told.filetype = vim.bo.filetype
  vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end, 50)
  told.diagnostics = vim.tbl_map(function(found)
    return { message = found.message, line = found.lnum, code = found.code or (found.user_data and found.user_data.lsp.code) }
  end, vim.diagnostic.get(0))

  told.hover = ask("textDocument/hover", at("Concentration"))
  told.definition = ask("textDocument/definition", at("Emerging of"))

  local rename = at("Concentration")
  rename.newName = "IssuerCap"
  vim.lsp.util.apply_workspace_edit(ask("textDocument/rename", rename), "utf-16")
  told.renamed = vim.fn.search("limit IssuerCap", "nw")

  -- The mistake is mended by hand, and the server says so.
  vim.cmd("silent %s/Equty/Equity/")
  vim.wait(20000, function() return #vim.diagnostic.get(0) == 0 end, 50)
  told.left = #vim.diagnostic.get(0)

  vim.api.nvim_buf_set_lines(0, -1, -1, false, { "limit   Wide{weight( Equity )<=98%}" })
  local edits = ask("textDocument/formatting", vim.lsp.util.make_formatting_params({ tabSize = 2, insertSpaces = true }))
  vim.lsp.util.apply_text_edits(edits or {}, 0, "utf-16")
  told.formatted = vim.api.nvim_buf_get_lines(0, -2, -1, false)[1]

  vim.api.nvim_buf_set_lines(0, -1, -1, false, { "limit Other { weight(USLar" })
  vim.api.nvim_win_set_cursor(0, { vim.api.nvim_buf_line_count(0), 26 })
  vim.wait(300)
  vim.cmd("startinsert!")
  local completion = ask("textDocument/completion", {
    textDocument = vim.lsp.util.make_text_document_params(),
    position = { line = vim.api.nvim_buf_line_count(0) - 1, character = 26 },
  })
  local items = completion and (completion.items or completion) or {}
  told.completion = vim.tbl_map(function(item) return item.label end, items)
end)
if not ok then told.failed = tostring(failure) end

local file = assert(io.open(out, "w"))
file:write(vim.fn.json_encode(told))
file:close()
vim.lsp.stop_client(vim.lsp.get_active_clients())
vim.cmd("qa!")
