-- A rule engine inside nginx, as one would write it by hand: conditions become closures once, values are looked
-- up in tables, rules are tried by priority until the first that holds.
local cjson = require "cjson.safe"

local Rules = {}

local function set_of(values)
    local set = {}
    for _, value in ipairs(values) do set[value] = true end
    return set
end

local function holds_within(value, test, set)
    if value == nil then return nil end
    if not test.values then return value >= test.min and value <= test.max end
    if not test.set then return set[value] == true end
    for _, member in ipairs(value) do
        if set[member] then return true end
    end
    return false
end

local function closure_of(condition)
    local parts = {}
    for i, part in ipairs(condition.all or condition.any or {}) do parts[i] = closure_of(part) end
    if condition.all then
        return function(visit)
            for _, part in ipairs(parts) do
                if not part(visit) then return false end
            end
            return true
        end
    elseif condition.any then
        return function(visit)
            for _, part in ipairs(parts) do
                if part(visit) then return true end
            end
            return false
        end
    end
    local group, member = condition.signal:match("^(%w+)%.([%w_]+)$")
    local set = condition.values and set_of(condition.values)
    return function(visit)
        local members = visit[group]
        local held = members and holds_within(members[member], condition, set)
        return held ~= nil and held ~= condition.negated
    end
end

function Rules.load(file, bytes)
    local text = assert(io.open(file)):read("*a")
    Rules.by_slot = {}
    for _, rule in ipairs(assert(cjson.decode(text))) do
        local rules = Rules.by_slot[rule.slot] or {}
        Rules.by_slot[rule.slot] = rules
        rules[#rules + 1] = { id = rule.id, content = rule.content, holds = closure_of(rule.when) }
    end
    Rules.filler = string.rep("x", math.max(0, bytes - 130))
end

local function choice(visit, slot)
    for _, rule in ipairs(Rules.by_slot[slot] or {}) do
        if rule.holds(visit) then
            return { { content = rule.content, rule = rule.id, reason = "TARGETING_MATCH",
                       data = { href = "/" .. rule.content } } }
        end
    end
    return {}  -- an object to this encoder; nobody looks into it
end

function Rules.answer()
    ngx.req.read_body()
    local visit = cjson.decode(ngx.req.get_body_data() or "")
    if not visit then return ngx.exit(400) end
    local now = ngx.time()
    visit.time = { hour = math.floor(now / 3600) % 24, weekday = (math.floor(now / 86400) + 3) % 7 }
    local decisions = {}
    for _, slot in ipairs(visit.slots) do decisions[slot] = choice(visit, slot) end
    local answer = cjson.encode({ decisions = decisions, filler = Rules.filler })
    ngx.header["Content-Length"] = #answer
    ngx.print(answer)
end

return Rules
