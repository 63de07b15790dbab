defmodule Nova.Foreign.Data.String.Regex do
  @moduledoc """
  What Data.String.Regex imports from its host: expressions of ECMAScript, on Erlang's `:re`.

  A pattern is written anew for `:re` from left to right. A text is matched as UTF-8 of its code units, or of its code points with the flag `unicode`; surrogates by themselves,
  for which UTF-8 has no place, are characters of a private plane meanwhile. What is wrong with a pattern is said in the host's words.
  """

  alias Nova.{Runtime, Text}

  @private 0xF0000
  @line_end "[\\n\\r\\x{2028}\\x{2029}]"
  @word "[A-Za-z0-9_]"
  @space "\\t-\\r \\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}"
  @not_space "\\x{0}-\\x{8}\\x{E}-\\x{1F}!-\\x{9F}\\x{A1}-\\x{167F}\\x{1681}-\\x{1FFF}\\x{200B}-\\x{2027}\\x{202A}-\\x{202E}\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}\\x{3001}-\\x{FEFE}\\x{FF00}-\\x{10FFFF}"

  # ---------------------------------------------------------------- the functions

  def compile(left, right, pattern, flags) do
    letters = Runtime.utf8(flags)

    case made(pattern, letters) do
      {:ok, regex} -> right.(regex)
      {:error, message} -> left.(Runtime.text(message))
    end
  end

  defp made(pattern, letters) do
    all = String.graphemes(letters)

    if Enum.uniq(all) != all or all -- ~w(d g i m s u y) != [] do
      {:error, "Invalid flags supplied to RegExp constructor '#{letters}'"}
    else
      flags = Enum.sort(all)
      unicode = "u" in flags
      {count, names} = groups(codes(pattern, unicode))
      given = %{flags: flags, count: count, names: names, opened: 0, open: [], closed: []}

      try do
        text = codes(pattern, unicode) |> translated(given, []) |> IO.iodata_to_binary()

        case :re.compile(text, options(flags)) do
          {:ok, compiled} ->
            ref = Runtime.new_ref(0)
            {:ok, Map.merge(given, %{source: pattern, unicode: unicode, compiled: compiled, last: ref})}

          {:error, {message, _}} ->
            {:error, invalid(pattern, flags, said(List.to_string(message)))}
        end
      catch
        {:wrong, message} -> {:error, invalid(pattern, flags, message)}
      end
    end
  end

  defp invalid(pattern, flags, message) do
    "Invalid regular expression: /#{Runtime.utf8(pattern)}/#{flags}: #{message}"
  end

  defp said("missing )"), do: "Unterminated group"
  defp said("nothing to repeat"), do: "Nothing to repeat"
  defp said(other), do: "not possible on this host: #{other}"

  defp options(flags) do
    [:unicode, :dollar_endonly | if("i" in flags, do: [:caseless], else: [])]
  end

  def showRegex(regex) do
    Runtime.text("/") <> source(regex) <> Runtime.text("/" <> Enum.join(regex.flags))
  end

  def source(%{source: <<>>}), do: Runtime.text("(?:)")
  def source(regex), do: shown(regex.source, false)

  # The pattern as it may stand between slashes.
  defp shown(<<?\\::16, c::binary-size(2), rest::binary>>, set), do: <<?\\::16>> <> c <> shown(rest, set)
  defp shown(<<?/::16, rest::binary>>, false), do: Runtime.text("\\/") <> shown(rest, false)
  defp shown(<<?[::16, rest::binary>>, _), do: <<?[::16>> <> shown(rest, true)
  defp shown(<<?]::16, rest::binary>>, _), do: <<?]::16>> <> shown(rest, false)
  defp shown(<<?\n::16, rest::binary>>, set), do: Runtime.text("\\n") <> shown(rest, set)
  defp shown(<<?\r::16, rest::binary>>, set), do: Runtime.text("\\r") <> shown(rest, set)
  defp shown(<<0x2028::16, rest::binary>>, set), do: Runtime.text("\\u2028") <> shown(rest, set)
  defp shown(<<0x2029::16, rest::binary>>, set), do: Runtime.text("\\u2029") <> shown(rest, set)
  defp shown(<<unit::binary-size(2), rest::binary>>, set), do: unit <> shown(rest, set)
  defp shown(<<>>, _), do: <<>>

  def flagsOf(regex) do
    for {name, letter} <- [
          {"global", "g"},
          {"ignoreCase", "i"},
          {"multiline", "m"},
          {"dotAll", "s"},
          {"sticky", "y"},
          {"unicode", "u"}
        ],
        into: %{},
        do: {Runtime.text(name), letter in regex.flags}
  end

  def test(regex, text) do
    Runtime.write_ref(regex.last, 0)
    execute(regex, inner(text, regex.unicode)) != nil
  end

  def matchImpl(just, nothing, regex, text) do
    text = inner(text, regex.unicode)
    optional = fn part -> if part == nil, do: nothing, else: just.(outer(part)) end

    case matches(regex, text) do
      [] -> nothing
      found when is_list(found) and hd(found) != nil -> just.(List.to_tuple(parts(regex, text, found, optional)))
    end
  end

  defp parts(regex, text, [first | _] = found, optional) do
    if "g" in regex.flags,
      do: for([whole | _] <- found, do: optional.(part(text, whole))),
      else: for(each <- first, do: optional.(part(text, each)))
  end

  def replace(regex, by, text) do
    replaced(regex, text, fn found, whole -> expanded(regex, found, whole, Runtime.codes(by)) end)
  end

  def replaceBy(just, nothing, regex, f, text) do
    replaced(regex, text, fn [all | groups], whole ->
      optional = fn part -> if part == nil, do: nothing, else: just.(outer(part)) end
      f.(outer(part(whole, all))).(List.to_tuple(for each <- groups, do: optional.(part(whole, each))))
    end)
  end

  def searchImpl(regex, text) do
    text = inner(text, regex.unicode)

    case find(regex, text, 0) do
      nil -> -1
      [{at, _} | _] -> Text.size(outer(binary_part(text, 0, at)))
    end
  end

  def split(regex, text) do
    text = inner(text, regex.unicode)
    plain = %{regex | flags: regex.flags -- ["y"]}

    cond do
      text == "" and find(plain, text, 0) != nil -> {}
      text == "" -> {<<>>}
      true -> List.to_tuple(pieces(plain, text, 0, 0))
    end
  end

  defp pieces(regex, text, start, at) do
    case if(at < byte_size(text), do: find(regex, text, at)) do
      [{from, size} | _] when from + size == start ->
        pieces(regex, text, start, next(text, from))

      [{from, size} | groups] when from < byte_size(text) ->
        before = outer(binary_part(text, start, from - start))
        groups = for each <- groups, do: optional_text(part(text, each))
        [before | groups] ++ pieces(regex, text, from + size, from + size)

      _ ->
        [outer(binary_part(text, start, byte_size(text) - start))]
    end
  end

  defp optional_text(nil), do: :unit
  defp optional_text(part), do: outer(part)

  # ---------------------------------------------------------------- matching

  # A match is a list of places: of the whole and of each group, each a start and a size, or nothing.
  defp find(regex, text, from) when from <= byte_size(text) do
    sticky = "y" in regex.flags
    options = [{:offset, from}, {:capture, :all, :index} | if(sticky, do: [:anchored], else: [])]

    # A match that `:re` takes up again after a pause may have lost that it is anchored.
    case :re.run(text, regex.compiled, options) do
      {:match, [{at, _} | _] = found} when not sticky or at == from -> filled(found, regex.count + 1)
      _ -> nil
    end
  end

  defp find(_, _, _), do: nil

  defp filled(found, count) do
    known = for {at, size} <- found, do: if(at < 0, do: nil, else: {at, size})
    known ++ List.duplicate(nil, count - length(known))
  end

  defp execute(regex, text) do
    counts = "g" in regex.flags or "y" in regex.flags
    found = find(regex, text, if(counts, do: Runtime.read_ref(regex.last), else: 0))
    if counts, do: Runtime.write_ref(regex.last, ending(found))
    found
  end

  defp ending(nil), do: 0
  defp ending([{at, size} | _]), do: at + size

  defp matches(regex, text) do
    if "g" in regex.flags do
      Runtime.write_ref(regex.last, 0)
      all(regex, text, 0)
    else
      List.wrap(wrapped(execute(regex, text)))
    end
  end

  defp wrapped(nil), do: nil
  defp wrapped(found), do: [found]

  defp all(regex, text, from) do
    case find(regex, text, from) do
      nil -> []
      [{at, 0} | _] = found -> [found | all(regex, text, next(text, at))]
      [{at, size} | _] = found -> [found | all(regex, text, at + size)]
    end
  end

  # The place behind the character at a place.
  defp next(text, at) do
    case text do
      <<_::binary-size(at), c::utf8, _::binary>> -> at + byte_size(<<c::utf8>>)
      _ -> at + 1
    end
  end

  defp part(_, nil), do: nil
  defp part(text, {at, size}), do: binary_part(text, at, size)

  defp replaced(regex, text, make) do
    text = inner(text, regex.unicode)

    {out, rest} =
      Enum.reduce(matches(regex, text), {<<>>, 0}, fn [{at, size} | _] = found, {out, start} ->
        {out <> outer(binary_part(text, start, at - start)) <> make.(found, text), at + size}
      end)

    out <> outer(binary_part(text, rest, byte_size(text) - rest))
  end

  # A replacement with what stands for parts of the match put in.
  defp expanded(regex, [{at, size} = all | _] = found, text, by) do
    case by do
      [] -> <<>>
      [?$, ?$ | rest] -> <<?$::16>> <> expanded(regex, found, text, rest)
      [?$, ?& | rest] -> outer(part(text, all)) <> expanded(regex, found, text, rest)
      [?$, ?` | rest] -> outer(binary_part(text, 0, at)) <> expanded(regex, found, text, rest)
      [?$, ?' | rest] -> behind(text, at + size) <> expanded(regex, found, text, rest)
      [?$, ?< | rest] when regex.names != %{} -> named(regex, found, text, rest)
      [?$, a | rest] when a in ?0..?9 -> numbered(regex, found, text, a, rest)
      [unit | rest] -> <<unit::16>> <> expanded(regex, found, text, rest)
    end
  end

  defp behind(text, at), do: outer(binary_part(text, at, byte_size(text) - at))

  defp named(regex, found, text, rest) do
    case Enum.split_while(rest, &(&1 != ?>)) do
      {name, [?> | rest]} ->
        number = Map.get(regex.names, List.to_string(name))
        value = if number, do: group(found, text, number), else: <<>>
        value <> expanded(regex, found, text, rest)

      _ ->
        <<?$::16, ?<::16>> <> expanded(regex, found, text, rest)
    end
  end

  defp numbered(regex, found, text, a, rest) do
    two = if match?([b | _] when b in ?0..?9, rest), do: (a - ?0) * 10 + hd(rest) - ?0, else: 0

    cond do
      two in 1..regex.count//1 -> group(found, text, two) <> expanded(regex, found, text, tl(rest))
      (a - ?0) in 1..regex.count//1 -> group(found, text, a - ?0) <> expanded(regex, found, text, rest)
      true -> <<?$::16, a::16>> <> expanded(regex, found, text, rest)
    end
  end

  defp group(found, text, number) do
    case part(text, Enum.at(found, number)) do
      nil -> <<>>
      part -> outer(part)
    end
  end

  # ---------------------------------------------------------------- texts

  defp codes(text, true), do: Runtime.points(text)
  defp codes(text, false), do: Runtime.codes(text)

  defp inner(text, unicode), do: for(code <- codes(text, unicode), into: "", do: <<apart(code)::utf8>>)

  defp apart(code) when code in 0xD800..0xDFFF, do: @private + code - 0xD800
  defp apart(code), do: code

  defp outer(text) do
    Runtime.from_points(for <<code::utf8 <- text>>, do: together(code))
  end

  defp together(code) when code in 0xF0000..0xF07FF, do: code - @private + 0xD800
  defp together(code), do: code

  # ---------------------------------------------------------------- patterns

  # How many groups there are, and the numbers of those with names.
  defp groups(codes), do: groups(codes, false, 0, %{})
  defp groups([?\\, _ | rest], set, count, names), do: groups(rest, set, count, names)
  defp groups([?[ | rest], _, count, names), do: groups(rest, true, count, names)
  defp groups([?] | rest], _, count, names), do: groups(rest, false, count, names)

  defp groups([?(, ??, ?<, c | rest], false, count, names) when c not in [?=, ?!] do
    name = Enum.take_while([c | rest], &(&1 != ?>))
    groups(rest, false, count + 1, Map.put(names, List.to_string(name), count + 1))
  end

  defp groups([?(, ?? | rest], false, count, names), do: groups(rest, false, count, names)
  defp groups([?( | rest], false, count, names), do: groups(rest, false, count + 1, names)
  defp groups([_ | rest], set, count, names), do: groups(rest, set, count, names)
  defp groups([], _, count, names), do: {count, names}

  defp translated([], _, out), do: Enum.reverse(out)

  defp translated([c | rest] = codes, given, out) do
    case c do
      ?^ -> translated(rest, given, [start(given) | out])
      ?$ -> translated(rest, given, [finish(given) | out])
      ?. -> translated(rest, given, [dot(given) | out])
      ?\\ -> escape(rest, given, out)
      ?[ -> set(rest, given, out)
      ?( -> opened(rest, given, out)
      ?) -> translated(rest, closed(given), [")" | out])
      ?| -> translated(rest, given, ["|" | out])
      _ when c in [?*, ?+, ??, ?{] -> repeated(codes, given, out)
      _ when c in [?}, ?]] -> lone(codes, given, out)
      _ -> translated(rest, given, [literal(c) | out])
    end
  end

  defp lone([c | rest], given, out) do
    if "u" in given.flags, do: throw({:wrong, "Lone quantifier brackets"})
    translated(rest, given, [literal(c) | out])
  end

  defp start(given), do: if("m" in given.flags, do: "(?:\\A|(?<=#{@line_end}))", else: "\\A")
  defp finish(given), do: if("m" in given.flags, do: "(?=#{@line_end}|\\z)", else: "\\z")
  defp dot(given), do: if("s" in given.flags, do: "[\\x{0}-\\x{10FFFF}]", else: "[^\\n\\r\\x{2028}\\x{2029}]")

  defp literal(c), do: "\\x{#{Integer.to_string(apart(c), 16)}}"

  defp opened([??, c | rest], given, out) when c in [?:, ?=, ?!], do: translated(rest, open(given, nil), [["(?", c] | out])

  defp opened([??, ?<, c | rest], given, out) when c in [?=, ?!],
    do: translated(rest, open(given, nil), [["(?<", c] | out])

  defp opened([??, ?< | rest], given, out) do
    {name, rest} = Enum.split_while(rest, &(&1 != ?>))

    if rest == [] or not (List.to_string(name) =~ ~r/\A[A-Za-z_$][A-Za-z0-9_$]*\z/),
      do: throw({:wrong, "Invalid capture group name"})

    if given.names[List.to_string(name)] != given.opened + 1,
      do: throw({:wrong, "Duplicate capture group name"})

    translated(tl(rest), open(given, given.opened + 1), ["(" | out])
  end

  defp opened([?? | _], _, _), do: throw({:wrong, "Invalid group"})
  defp opened(rest, given, out), do: translated(rest, open(given, given.opened + 1), ["(" | out])

  defp open(given, nil), do: %{given | open: [nil | given.open]}
  defp open(given, number), do: %{given | open: [number | given.open], opened: number}

  defp closed(%{open: []}), do: throw({:wrong, "Unmatched ')'"})
  defp closed(%{open: [number | open]} = given), do: %{given | open: open, closed: [number | given.closed]}

  defp repeated(codes, given, out) do
    text = codes |> Enum.take(24) |> Enum.take_while(&(&1 < 128)) |> List.to_string()

    case Regex.run(~r/\A(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??/, text) do
      nil ->
        if "u" in given.flags, do: throw({:wrong, "Incomplete quantifier"})
        translated(tl(codes), given, [literal(hd(codes)) | out])

      [quantifier] ->
        rest = Enum.drop(codes, byte_size(quantifier))
        if out == [] or hd(out) in ["|", start(given), finish(given)] or match?([c | _] when c in [?*, ?+, ??], rest), do: throw({:wrong, "Nothing to repeat"})
        translated(rest, given, [quantifier | out])
    end
  end

  defp escape([], _, _), do: throw({:wrong, "\\ at end of pattern"})
  # What `:re` calls a word has letters of Latin 1.
  defp escape([?b | rest], given, out),
    do: translated(rest, given, ["(?:(?<=#{@word})(?!#{@word})|(?<!#{@word})(?=#{@word}))" | out])

  defp escape([?B | rest], given, out),
    do: translated(rest, given, ["(?:(?<=#{@word})(?=#{@word})|(?<!#{@word})(?!#{@word}))" | out])

  defp escape([?k, ?< | rest], %{names: names} = given, out) when names != %{} do
    {name, rest} = Enum.split_while(rest, &(&1 != ?>))
    number = names[List.to_string(name)] || throw({:wrong, "Invalid named capture referenced"})
    translated(Enum.drop(rest, 1), given, [reference(number, given) | out])
  end

  defp escape([c | _] = codes, given, out) when c in ?1..?9 do
    {digits, rest} = Enum.split_while(codes, &(&1 in ?0..?9))
    number = List.to_integer(digits)

    if number <= given.count do
      translated(rest, given, [reference(number, given) | out])
    else
      {ranges, rest} = character(codes, given)
      translated(rest, given, [ranges | out])
    end
  end

  defp escape(codes, given, out) do
    case class(codes, given) do
      {class, rest} -> translated(rest, given, ["[#{class}]" | out])
      nil -> with({text, rest} <- character(codes, given), do: translated(rest, given, [text | out]))
    end
  end

  # What a group matched; nothing where it has matched nothing.
  defp reference(number, given) do
    if number in given.closed, do: "(?(#{number})\\g{#{number}}|)", else: "(?:)"
  end

  # The inside of a set that an escape stands for.
  defp class([?d | rest], _), do: {"0-9", rest}
  defp class([?D | rest], _), do: {"\\x{0}-/:-\\x{10FFFF}", rest}
  defp class([?w | rest], _), do: {"A-Za-z0-9_", rest}
  defp class([?W | rest], _), do: {"\\x{0}-/:-@\\[-\\^`{-\\x{10FFFF}", rest}
  defp class([?s | rest], _), do: {@space, rest}
  defp class([?S | rest], _), do: {@not_space, rest}

  defp class([c, ?{ | rest], %{flags: flags}) when c in [?p, ?P] do
    if "u" in flags do
      {name, rest} = Enum.split_while(rest, &(&1 != ?}))
      {"\\#{<<c>>}{#{name |> List.to_string() |> category()}}", Enum.drop(rest, 1)}
    end
  end

  defp class(_, _), do: nil

  defp category(name) do
    short = String.replace(name, ~r/^(gc|General_Category)=/, "")
    known = ~w(L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Cs Co Cn)

    case short do
      "LC" -> "L&"
      "Letter" -> "L"
      "Number" -> "N"
      "Punctuation" -> "P"
      _ -> if short in known, do: short, else: throw({:wrong, "Invalid property name"})
    end
  end

  # One character that an escape stands for.
  defp character([c | rest] = codes, given) do
    case {c, rest} do
      {?t, _} -> {literal(9), rest}
      {?n, _} -> {literal(10), rest}
      {?v, _} -> {literal(11), rest}
      {?f, _} -> {literal(12), rest}
      {?r, _} -> {literal(13), rest}
      {?c, [l | rest]} when l in ?A..?Z or l in ?a..?z -> {literal(rem(l, 32)), rest}
      {?x, [a, b | more]} -> hex([a, b], more) || other(codes, given)
      {?u, [?{ | more]} -> braced(more, given) || other(codes, given)
      {?u, [a, b, c, d | more]} -> paired(hex_value([a, b, c, d]), more, given) || other(codes, given)
      {c, _} when c in ?0..?7 -> octal(codes, given)
      _ -> other(codes, given)
    end
  end

  defp hex(digits, rest), do: with(n when n != nil <- hex_value(digits), do: {literal(n), rest})

  defp hex_value(digits) do
    if digits != [] and Enum.all?(digits, &(&1 in ?0..?9 or &1 in ?a..?f or &1 in ?A..?F)),
      do: List.to_integer(digits, 16)
  end

  defp braced(codes, given) do
    {digits, rest} = Enum.split_while(codes, &(&1 != ?}))

    if "u" in given.flags do
      case hex_value(digits) do
        n when n in 0..0x10FFFF//1 and rest != [] -> {literal(n), tl(rest)}
        _ -> throw({:wrong, "Invalid Unicode escape"})
      end
    end
  end

  defp paired(nil, _, _), do: nil

  defp paired(high, [?\\, ?u, a, b, c, d | rest] = more, %{flags: flags}) when high in 0xD800..0xDBFF do
    low = hex_value([a, b, c, d])

    if "u" in flags and low in 0xDC00..0xDFFF//1,
      do: {literal(0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00), rest},
      else: {literal(high), more}
  end

  defp paired(n, rest, _), do: {literal(n), rest}

  defp octal(codes, given) do
    {digits, rest} = Enum.split_while(codes, &(&1 in ?0..?7))
    size = if hd(digits) <= ?3, do: 3, else: 2
    {digits, more} = Enum.split(digits, size)

    if "u" in given.flags and (digits != [?0] or match?([c | _] when c in ?0..?9, more ++ rest)),
      do: throw({:wrong, if(hd(digits) == ?0, do: "Invalid decimal escape", else: "Invalid escape")})

    {literal(List.to_integer(digits, 8)), more ++ rest}
  end

  defp other([c | rest], given) do
    cond do
      "u" in given.flags and c not in '^$\\.*+?()[]{}|/' ->
        throw({:wrong, if(c in 'uc', do: "Invalid Unicode escape", else: "Invalid escape")})

      c == ?c ->
        {literal(?\\), [?c | rest]}

      true ->
        {literal(c), rest}
    end
  end

  defp set([?^ | rest], given, out), do: members(rest, given, out, "[^", [])
  defp set(rest, given, out), do: members(rest, given, out, "[", [])

  defp members([], _, _, _, _), do: throw({:wrong, "Unterminated character class"})
  defp members([?] | rest], given, out, "[^", []), do: translated(rest, given, ["[\\x{0}-\\x{10FFFF}]" | out])
  defp members([?] | rest], given, out, "[", []), do: translated(rest, given, ["(?!)" | out])
  defp members([?] | rest], given, out, start, inside), do: translated(rest, given, [[start, Enum.reverse(inside), "]"] | out])

  defp members(codes, given, out, start, inside) do
    {first, rest} = member(codes, given)

    case rest do
      [?-, c | _] when c != ?] ->
        {last, rest} = member(tl(rest), given)
        members(rest, given, out, start, [range(first, last, given) | inside])

      _ ->
        members(rest, given, out, start, [inside(first) | inside])
    end
  end

  defp member([?\\], _), do: throw({:wrong, "\\ at end of pattern"})
  defp member([?\\, ?b | rest], _), do: {{:one, literal(8)}, rest}

  defp member([?\\, ?- | rest], _), do: {{:one, literal(?-)}, rest}

  defp member([?\\ | rest], given) do
    case class(rest, given) do
      {class, rest} -> {{:class, class}, rest}
      nil -> with({text, rest} <- character(rest, given), do: {{:one, text}, rest})
    end
  end

  defp member([c | rest], _), do: {{:one, literal(c)}, rest}
  defp member([], _), do: throw({:wrong, "Unterminated character class"})

  defp inside({_, text}), do: text

  defp range({:one, first}, {:one, last}, _) do
    if value(first) > value(last), do: throw({:wrong, "Range out of order in character class"})
    [first, "-", last]
  end

  defp range(first, last, given) do
    if "u" in given.flags, do: throw({:wrong, "Invalid character class"})
    [inside(first), "\\-", inside(last)]
  end

  defp value("\\x{" <> rest), do: rest |> String.trim_trailing("}") |> String.to_integer(16)
end
