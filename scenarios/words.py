"""The sentences in which faults and notices about scenario files are told, in both languages."""

from __future__ import annotations

FAULTS: dict[str, dict[str, str]] = {
    # the file itself
    "missing_file": {"zh": "文件不存在", "en": "there is no such file"},
    "directory": {"zh": "这是文件夹，不是文件", "en": "is a folder, not a file"},
    "not_regular": {"zh": "不是普通文件（设备或管道）", "en": "is a device or a pipe, not a file"},
    "unreadable": {"zh": "无法读取：{why}", "en": "cannot be read: {why}"},
    "too_large": {
        "zh": "文件太大（{size} 字节），不像情景文件",
        "en": "is too large for a scenario file ({size} bytes)",
    },
    "empty": {"zh": "文件是空的", "en": "is empty"},
    "not_text": {"zh": "不是文本文件（含二进制字节）", "en": "is not a text file (it holds binary bytes)"},
    "encoding": {"zh": "既不是 UTF-8 也不是 GB18030 编码", "en": "is neither UTF-8 nor GB18030"},
    "broken_csv": {"zh": "CSV 语法有误：{why}", "en": "broken CSV: {why}"},
    "more_faults": {"zh": "另有 {count} 处错误", "en": "faults beyond these: {count}"},
    "bad_id": {
        "zh": "{value} 不能作标识：以小写英文字母开头，其后为小写字母、数字和下划线",
        "en": "{value} cannot be an id: a small letter, then small letters, digits and underscores",
    },
    "bad_file_name": {
        "zh": "文件名 {value} 不能作标识：以小写英文字母开头，其后为小写字母、数字和下划线",
        "en": "the file's name {value} cannot be an id: a small letter, then small letters, digits and underscores",
    },
    "too_dense": {
        "zh": "{density} 人/平方公里；最密的城区也不到 {most}",
        "en": "{density} residents on a square kilometre; the densest quarters have fewer than {most}",
    },
    "broken_toml": {"zh": "TOML 语法有误：{why}", "en": "broken TOML: {why}"},
    "too_deep": {"zh": "嵌套超过 {most} 层", "en": "is nested deeper than {most} levels"},
    "wrong_format": {"zh": "文件格式版本为 {value}", "en": "the file's format is {value}"},
    "unknown_kind": {"zh": "文件种类 {value} 未知", "en": "unknown kind of file {value}"},
    "not_this_kind": {"zh": "须为 {wanted} 文件，这是 {got} 文件", "en": "must be a {wanted} file, is a {got} file"},
    # keys and values
    "missing_key": {"zh": "缺少此项", "en": "is missing"},
    "unknown_key": {"zh": "没有这一项", "en": "unknown key"},
    "unknown_parameter": {"zh": "没有这个{role}", "en": "unknown {role}"},
    "given_twice": {"zh": "同一项写了两次", "en": "is given twice"},
    "lever_not_assumption": {
        "zh": "是政策杠杆，不是行为假设；请写在 levers 或 set 里",
        "en": "is a lever, not an assumption; it belongs in `levers` or `set`",
    },
    "assumption_not_lever": {
        "zh": "是行为假设，不是政策杠杆；请写在 assumptions 里",
        "en": "is an assumption, not a lever; it belongs in `assumptions`",
    },
    "a_group": {"zh": "是一组参数，不能直接赋值", "en": "is a group of parameters and takes no value itself"},
    "not_on_the_page": {
        "zh": "网页上的情景不能带这一项；带它的文件请用命令行",
        "en": "cannot be part of a scenario of the page; the command line takes such a file",
    },
    "empty_value": {
        "zh": "值是空的；要么写上，要么整项不写",
        "en": "is given without a value; give one or leave it out",
    },
    "layout_unused": {
        "zh": "给出了自绘网格的文件，但任何一天都不按它画网格",
        "en": "names a file of drawn grids, and on no day are the grids drawn by it",
    },
    "wrong_type": {"zh": "应为{wanted}，得到 {value}", "en": "must be {wanted}, got {value}"},
    "not_finite": {"zh": "{value} 不是有限的数", "en": "{value} is not a finite number"},
    "out_of_range": {"zh": "{value} 超出范围", "en": "{value} is out of range"},
    "unknown_choice": {"zh": "没有 {value} 这个选项", "en": "{value} is no choice"},
    "patrol_and_visit": {
        "zh": "巡查与走访工时占比合计 {total}，不得超过 {most}",
        "en": "grid.patrol_share + grid.visit_share = {total}, together they may not exceed {most}",
    },
    "weights_all_zero": {
        "zh": "各项权重全为零，至少一项须为正",
        "en": "all weights are zero; at least one must be positive",
    },
    "weights_unknown": {"zh": "治理指数没有 {name} 这一项", "en": "the index has no component {name}"},
    "drawn_needs_file": {
        "zh": "自绘网格（drawn）需要 layout_file（CSV：cell,grid）",
        "en": 'layout "drawn" needs a layout_file (CSV cell,grid)',
    },
    "bad_layout_row": {
        "zh": "此行应为 cell,grid 两个非负整数",
        "en": "a row must be cell,grid: two whole numbers from 0",
    },
    # places
    "shares_not_one": {"zh": "各占比合计 {total}，应为 1", "en": "the shares add up to {total}, they must add up to 1"},
    "fewer_communities": {
        "zh": "{communities} 个社区不够 {streets} 个街道分",
        "en": "{communities} communities cannot fill {streets} streets",
    },
    "few_residents": {"zh": "平均每社区不足 100 人", "en": "fewer than 100 residents a community"},
    "built_exceeds_area": {
        "zh": "建成区 {built} km² 大于辖区面积 {area} km²",
        "en": "{built} km² built exceeds the whole area, {area} km²",
    },
    "too_many_members": {"zh": "党员比成年人还多", "en": "more Party members than adults"},
    "kind_twice": {"zh": "需求类别 {kind} 出现两次", "en": "need {kind} is listed twice"},
    "no_such_kind": {"zh": "没有 {kind} 这类需求；可选 {kinds}", "en": "no need of kind {kind}; allowed {kinds}"},
    "one_decision": {"zh": "有 {count} 个环节作决定，须恰有一个", "en": "{count} stages decide, exactly one must"},
    "commits_without_seat": {
        "zh": "{kind} 没有席位，不能当场表态",
        "en": "{kind} has no seat and cannot commit on the spot",
    },
    "inconsistent": {"zh": "数据不合要求：{why}", "en": "{why}"},
    # names
    "unknown_place": {"zh": "没有名为 {value} 的场地", "en": "unknown place {value}"},
    "province_not_place": {
        "zh": "{value} 是一个省，不是一次能模拟的场地；这些命令可以逐区模拟它",
        "en": "{value} is a province, no place that one run can simulate; these commands run it district by district",
    },
    "province_sum": {"zh": "写的是 {said}，各片相加是 {total}", "en": "says {said}, and the areas add up to {total}"},
    "unknown_study": {"zh": "没有名为 {value} 的研究", "en": "unknown study {value}"},
    "unknown_policy": {"zh": "没有名为 {value} 的政策", "en": "unknown policy {value}"},
    "unknown_format": {"zh": "没有名为 {value} 的协商形式", "en": "unknown format of deliberation {value}"},
    "unknown_lesson": {"zh": "没有名为 {value} 的课", "en": "unknown lesson {value}"},
    "unknown_room": {"zh": "没有名为 {value} 的推演室", "en": "unknown room {value}"},
    "room_twice": {
        "zh": "{name} 出现两次；每个名称、每项措施只归一个角色",
        "en": "{name} is there twice; a name, and a lever, belongs to one role",
    },
    "room_first_level": {
        "zh": "第一档是 {value}，须与开始时的取值相同",
        "en": "the first level is {value}; it has to be the value with which the room begins",
    },
    "too_few_rows": {"zh": "只有 {count} 条", "en": "has {count} entries"},
    "unknown_scenario": {
        "zh": "没有名为 {value} 的情景、政策或文件",
        "en": "no scenario, policy or file called {value}",
    },
    "place_not_scenario": {
        "zh": "{value} 是场地；请用 --place {value}，或 with_place",
        "en": "{value} is a place; use --place {value}, or with_place",
    },
    # dates, steps, shocks, options
    "bad_date": {"zh": "日期应写作 2026-06-01，得到 {value}", "en": "must be a date such as 2026-06-01, got {value}"},
    "bad_trigger": {
        "zh": "条件应写作 registered_on_time_share < 0.6 for 60 days，得到 {value}",
        "en": 'must read like "registered_on_time_share < 0.6 for 60 days", got {value}',
    },
    "not_seen": {
        "zh": "区里没有人看得到 {value}，政策不能照它变动",
        "en": "nobody in a district sees {value}, so no policy can answer it",
    },
    "moves_nothing": {"zh": "没有改动任何杠杆", "en": "moves no lever"},
    "adopt_without_where": {
        "zh": "没有写先在哪里试（where）；试点和评估写在同一步里",
        "en": "says nothing of where it is tried; a pilot and its judgement are one step, with where",
    },
    "where_nobody": {"zh": "没有任何社区参加", "en": "names no community"},
    "where_numbers": {
        "zh": "应为 0 到 1 的社区占比，或社区编号列表（每个一次），得到 {value}",
        "en": "must be a share of communities above 0, or a list of their numbers, each once, got {value}",
    },
    "nobody_to_compare": {
        "zh": "所有社区都参加，没有可比的社区",
        "en": "every community tries it, so there is none to compare with",
    },
    "not_local": {
        "zh": "{value} 只能全区一致，不能只在部分社区试行",
        "en": "{value} is the whole district's and cannot be tried in some communities only",
    },
    "judged_by_what": {
        "zh": "应写明照哪个指标评估，得到 {value}",
        "en": "must name the figure it is judged by, got {value}",
    },
    "no_better": {
        "zh": "{value} 高些低些说不上好坏，不能用来评估试点",
        "en": "more or less of {value} is neither better nor worse, so no pilot can be judged by it",
    },
    "judge_without_adopt": {
        "zh": "没有写评估后做什么（adopt_if_better）",
        "en": "says when to judge, and adopt_if_better does not say by what",
    },
    "steps_out_of_order": {
        "zh": "{value} 排在 {before} 之后；步骤应按日期先后写",
        "en": "{value} stands after {before}; steps are written in the order of their dates",
    },
    "step_twice": {
        "zh": "{value} 已有一步；同一天的改动写在一步里",
        "en": "{value} has a step already; what changes on one day is one step",
    },
    "no_community": {"zh": "场地没有 {value} 号社区", "en": "the place has no community {value}"},
    "too_many_pilots": {"zh": "试点太多", "en": "are too many pilots"},
    "trigger_always": {"zh": "条件“{condition}”总是成立", "en": 'the condition "{condition}" always holds'},
    "trigger_never": {"zh": "条件“{condition}”永远不成立", "en": 'the condition "{condition}" can never hold'},
    "torn_trigger": {
        "zh": "“{one}”和“{other}”会同时成立，却把 {lever} 改成两个值",
        "en": '"{one}" and "{other}" can hold at once and move {lever} to two values',
    },
    "unknown_indicator": {"zh": "没有 {value} 这个指标", "en": "unknown indicator {value}"},
    "bad_shock": {
        "zh": "冲击应写作 epidemic:2026-06-01:45:4（种类:日期:天数:强度），得到 {value}",
        "en": "must read like epidemic:2026-06-01:45:4 (kind:date:days:strength), got {value}",
    },
    "shocks_overlap": {
        "zh": "同一种冲击 {kind} 从 {first} 到 {last} 还没有结束，又从 {second} 开始；要更强请改强度",
        "en": "{kind} lasts from {first} to {last} and begins again on {second}; for more of it raise its strength",
    },
    "no_equals": {"zh": "应写作 键=值，得到 {value}", "en": "must read key=value, got {value}"},
    # studies
    "study_factor": {
        "zh": "应为值的列表、{{low, high}}、{{choices}} 或 true，得到 {value}",
        "en": "must be a list of values, {{low, high}}, {{choices}} or true, got {value}",
    },
    "study_few_values": {"zh": "须有两个以上不同的值", "en": "needs two different values or more"},
    "study_value_twice": {"zh": "{value} 写了两次", "en": "{value} is listed twice"},
    "study_range": {"zh": "low {low} 须小于 high {high}", "en": "low {low} must be below high {high}"},
    "study_no_range": {
        "zh": "没有可用的全部取值范围；请写 {{low, high}}",
        "en": "has no whole range to draw from; give {{low, high}}",
    },
    "study_log": {"zh": "对数刻度须大于零，low 为 {low}", "en": "a log scale lies above zero, low is {low}"},
    "study_levels": {
        "zh": "全因子设计里的区间须写 levels（取几个值）",
        "en": "a range in a factorial design needs `levels`, how many values to take",
    },
    "study_no_factors": {
        "zh": "没有任何变动的杠杆或假设",
        "en": "varies nothing; it needs levers or assumptions",
    },
    "study_power": {"zh": "{value} 不是 2 的幂", "en": "{value} is no power of two"},
    "study_one_scenario": {"zh": "须有两个以上情景", "en": "needs two scenarios or more"},
    "study_point": {"zh": "第 {number} 个点（{values}）：{why}", "en": "point {number} ({values}): {why}"},
    "study_too_many": {"zh": "共 {runs} 次模拟，最多 {most} 次", "en": "asks for {runs} runs, at most {most}"},
    "study_several_places": {
        "zh": "各情景的场地不同（{places}），没有共同的假设组合",
        "en": "stands on several places ({places}), which have no draws in common",
    },
    "study_no_worlds": {
        "zh": "场地 {place} 没有 {draws} 个保留的假设组合（有 {kept} 个）；可用 shapan worlds {place} 制作",
        "en": "{place} has no {draws} kept draws of assumptions (it has {kept}); `shapan worlds {place}` makes them",
    },
    "study_no_baseline": {
        "zh": "没有基准情景，无法比较；请在 [design] 写 with_base = true",
        "en": "has no baseline to compare with; `with_base = true` in [design] gives one",
    },
    # searches and grid maps
    "search_no_levers": {"zh": "没有要选的杠杆", "en": "names no levers to choose"},
    "search_objectives": {
        "zh": "须有两个或三个目标，得到 {count} 个",
        "en": "needs two or three objectives, got {count}",
    },
    "search_bound": {
        "zh": "应写作 {{most}}、{{least}} 或两者，得到 {value}",
        "en": "must read {{most}}, {{least}} or both, got {value}",
    },
    "search_seed_shared": {
        "zh": "种子 {value} 在 [runs] 里已用来挑选；复核须用别的种子",
        "en": "seed {value} is one that [runs] chooses by; the second look needs other seeds",
    },
    "search_dated": {
        "zh": "自己的政策文件带有日期步骤、试点或触发条件，候选政策文件写不下它们；请改用随软件提供的政策作出发点",
        "en": "a policy file of one's own with dated steps, pilots or triggers, which candidate files cannot carry on; "
        "start from a shipped policy",
    },
    "study_groups": {
        "zh": "只有 sobol 与 morris 设计才能分组",
        "en": "only a design of the kind sobol or morris can move groups",
    },
    "study_group_name": {
        "zh": "组名不能为空，也不能与其中的杠杆或假设同名",
        "en": "a group needs a name of its own, not that of a lever or an assumption",
    },
    "study_group_member": {
        "zh": "{value} 不是此设计变动的杠杆或假设",
        "en": "{value} is not among the levers and assumptions that this design varies",
    },
    "study_two_designs": {
        "zh": "[design] 不是 listed 时，假设组合只能用拉丁超立方；要变动假设，请写在 [design]",
        "en": 'draws of this kind go with the design "listed"; another design names its assumptions in [design]',
    },
}

NOTICES: dict[str, dict[str, str]] = {
    "borrowed_id": {
        "zh": "自己的场地用了随软件提供的场地的标识 {place}，内容却不同；结果会以这个名字保存，请另取 id",
        "en": "this place of your own carries the id {place} of one that comes with Shapan, and is another; results "
        "are kept under that name, so give it an id of its own",
    },
    "large_place": {
        "zh": "{residents} 名居民：约需 {gib} GB 内存，一年要算数分钟以上；先用较小的场地试",
        "en": "{residents} residents: about {gib} GB of memory, and minutes or more for a year; try a smaller one",
    },
    "not_built": {
        "zh": "{count} 个已设置的杠杆在此版本中尚不起作用：{names}",
        "en": "{count} of the levers set do not act in this build: {names}",
    },
    "dead_levers": {
        "zh": "{names}在此情景中起不了作用：{why}",
        "en": "{names} can do nothing in this scenario: {why}",
    },
    "hardly_any": {
        "zh": "{names}在一部分模拟中起不了作用：{why}",
        "en": "{names} can do nothing in some runs: {why}",
    },
    "not_acting": {
        "zh": "{what}在此版本中尚不起作用：{names}",
        "en": "{what} are not acting in this build: {names}",
    },
    "twin_elsewhere": {
        "zh": "{twin} 用的是主场 {home} 的数字，在 {place} 花的钱未必与现状相等；"
        "用 shapan twin {policy} --place {place} 求解",
        "en": "{twin} runs on the numbers of its home {home}; on {place} it need not spend what is spent today; "
        "`shapan twin {policy} --place {place}` solves it",
    },
    "money_added": {
        "zh": "{lever}（每社区 {value} 元）与 {lever}_per_resident（每人 {each} 元）相加；只要前者，请把后者设为 0",
        "en": "{lever} ({value} yuan a community) is added to {lever}_per_resident ({each} yuan a head); set the "
        "latter to 0 to have the former alone",
    },
    "layout_unused": {
        "zh": "自绘网格文件 {file} 未被使用：任何一天的 grid.layout 都不是 drawn",
        "en": "the drawn grids in {file} are not used: on no day is grid.layout drawn",
    },
    "short_run": {
        "zh": "统计期只有 {days} 天：产生的需求少，只经历一年中的一段，区间会宽，也看不出全年如何；"
        "比较政策时用 {enough} 天以上",
        "en": "a run of {days} days: few needs arise in it, and all in one part of the year, so intervals are wide and "
        "other seasons may differ; use {enough} days or more to compare policies",
    },
    "outside_run": {
        "zh": "{what} {date} 不在本次运行的统计期内（{first} 至 {last}），不起作用",
        "en": "{what} on {date} lies outside the measured days ({first} to {last}) and has no effect",
    },
}

TYPES: dict[str, dict[str, str]] = {
    "a number": {"zh": "数字", "en": "a number"},
    "a whole number": {"zh": "整数", "en": "a whole number"},
    "text": {"zh": "文字", "en": "text"},
    "yes or no": {"zh": "true 或 false", "en": "true or false"},
    "one of the choices": {"zh": "选项之一", "en": "one of the choices"},
    "a table": {"zh": "表", "en": "a table"},
    "a list": {"zh": "列表", "en": "a list"},
    "a list of tables": {"zh": "表的列表（[[…]]）", "en": "a list of tables ([[…]])"},
    "a shock": {"zh": "冲击（parse_shock 可由文字得到）", "en": "a shock (parse_shock makes one of text)"},
    "a number of more than 60 digits": {"zh": "一个超过 60 位的数", "en": "a number of more than 60 digits"},
    "a date": {"zh": "日期", "en": "a date"},
    "lever": {"zh": "政策杠杆", "en": "lever"},
    "assumption": {"zh": "行为假设", "en": "assumption"},
    "parameter": {"zh": "参数", "en": "parameter"},
}
