defmodule Nova.Error do
  @moduledoc "What a program throws: a message and a name, both as strings of the program, and perhaps a cause."
  defexception message: "", name: "", cause: nil

  @impl true
  def message(error), do: Nova.Runtime.utf8(error.message)
end

defmodule Nova.Runtime do
  @moduledoc """
  What compiled code and foreign functions need when they run.

  A string is a binary of UTF-16 code units, big endian, so that it is compared as it is; a `Number` is a float or one of `:nan`, `:infinity`
  and `:neg_infinity`; an array is a tuple; a record a map from strings; an action a function of no argument; a reference a key of the process
  dictionary.
  """

  # ---------------------------------------------------------------- integers

  @doc "An integer in 32 bits."
  def int32(n), do: :erlang.band(n + 0x80000000, 0xFFFFFFFF) - 0x80000000

  # ---------------------------------------------------------------- numbers

  def add(x, y) when is_float(x) and is_float(y) do
    x + y
  rescue
    ArithmeticError -> infinite(x > 0)
  end

  def add(:nan, _), do: :nan
  def add(_, :nan), do: :nan
  def add(:infinity, :neg_infinity), do: :nan
  def add(:neg_infinity, :infinity), do: :nan
  def add(x, _) when is_atom(x), do: x
  def add(_, y), do: y

  def sub(x, y), do: add(x, negate(y))

  def mul(x, y) when is_float(x) and is_float(y) do
    x * y
  rescue
    ArithmeticError -> infinite(x > 0 == y > 0)
  end

  def mul(:nan, _), do: :nan
  def mul(_, :nan), do: :nan
  def mul(x, y) when x == 0 or y == 0, do: :nan
  def mul(x, y), do: infinite(positive?(x) == positive?(y))

  def quotient(x, y) when is_float(x) and is_float(y) and y != 0 do
    x / y
  rescue
    ArithmeticError -> infinite(x > 0 == y > 0)
  end

  def quotient(:nan, _), do: :nan
  def quotient(_, :nan), do: :nan
  def quotient(x, y) when is_atom(x) and is_atom(y), do: :nan
  def quotient(x, y) when is_atom(y), do: signed_zero(positive?(x) == (y == :infinity))
  def quotient(x, _) when x == 0, do: :nan
  def quotient(x, y), do: infinite(positive?(x) == positive?(y))

  def negate(x) when is_float(x), do: -x
  def negate(:nan), do: :nan
  def negate(:infinity), do: :neg_infinity
  def negate(:neg_infinity), do: :infinity

  @doc "Whether a number has no minus sign; that of zero counts."
  def positive?(x) when x in [:infinity, :nan], do: true
  def positive?(:neg_infinity), do: false
  def positive?(x), do: match?(<<0::1, _::63>>, <<x::float>>)

  def infinite(true), do: :infinity
  def infinite(false), do: :neg_infinity

  # The compiler takes the literals 0.0 and -0.0 for one.
  def signed_zero(true), do: 0.0
  def signed_zero(false), do: :erlang.binary_to_term(<<131, 70, 128, 0, 0, 0, 0, 0, 0, 0>>)

  # ---------------------------------------------------------------- comparisons of primitive values

  def eq(:nan, _), do: false
  def eq(x, y), do: x == y

  def ne(x, y), do: not eq(x, y)

  def lt(x, y) when is_atom(x) or is_atom(y), do: odd_lt(x, y)
  def lt(x, y), do: x < y

  def gt(x, y), do: lt(y, x)
  def le(x, y), do: lt(x, y) or eq(x, y)
  def ge(x, y), do: lt(y, x) or eq(x, y)

  defp odd_lt(x, y) when is_boolean(x), do: x < y
  defp odd_lt(:nan, _), do: false
  defp odd_lt(_, :nan), do: false
  defp odd_lt(:neg_infinity, y), do: y != :neg_infinity
  defp odd_lt(x, :infinity), do: x != :infinity
  defp odd_lt(x, _) when is_atom(x), do: false
  defp odd_lt(_, :neg_infinity), do: false

  # ---------------------------------------------------------------- strings and arrays

  @doc "A string of the program, of one of Elixir."
  def text(utf8), do: :unicode.characters_to_binary(utf8, :utf8, {:utf16, :big})

  @doc "A string of Elixir, of one of the program; a surrogate without its other half becomes U+FFFD."
  def utf8(units) do
    case :unicode.characters_to_binary(units, {:utf16, :big}, :utf8) do
      text when is_binary(text) -> text
      _ -> for point <- points(units), into: "", do: <<writable(point)::utf8>>
    end
  end

  defp writable(point) when point in 0xD800..0xDFFF, do: 0xFFFD
  defp writable(point), do: point

  @doc "The code points of a string; a surrogate without its other half is one."
  def points(<<high::16, low::16, rest::binary>>)
      when high in 0xD800..0xDBFF and low in 0xDC00..0xDFFF,
      do: [0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00 | points(rest)]

  def points(<<unit::16, rest::binary>>), do: [unit | points(rest)]
  def points(<<>>), do: []

  @doc "A string of code points."
  def from_points(points), do: for(point <- points, into: <<>>, do: units(point))

  defp units(point) when point < 0x10000, do: <<point::16>>
  defp units(point), do: <<0xD7C0 + div(point, 0x400)::16, 0xDC00 + rem(point, 0x400)::16>>

  @doc "The numbers of a string's code units."
  def codes(text), do: for(<<unit::16 <- text>>, do: unit)

  def append(x, y) when is_binary(x), do: x <> y
  def append({}, y), do: y
  def append(x, {}), do: x
  def append(x, y), do: List.to_tuple(Tuple.to_list(x) ++ Tuple.to_list(y))

  # ---------------------------------------------------------------- references

  def new_ref(value) do
    ref = make_ref()
    Process.put(ref, value)
    ref
  end

  def read_ref(ref), do: Process.get(ref)

  def write_ref(ref, value) do
    Process.put(ref, value)
    :unit
  end

  # ---------------------------------------------------------------- actions

  @doc "Perform an action as long as a condition holds."
  def while(condition, action) do
    if condition.() do
      action.()
      while(condition, action)
    else
      :unit
    end
  end

  @doc "Do something with each number from one to below another."
  def count(from, to, _) when from >= to, do: :unit

  def count(from, to, turn) do
    turn.(from)
    count(from + 1, to, turn)
  end

  @doc "Do something with each element of an array."
  def each(array, turn) do
    Enum.each(Tuple.to_list(array), turn)
    :unit
  end

  @doc "Perform an action for each number from one to below another."
  def for_range(from, to, _) when from >= to, do: :unit

  def for_range(from, to, action) do
    action.(from).()
    for_range(from + 1, to, action)
  end

  def for_each([], _), do: :unit

  def for_each([x | rest], action) do
    action.(x).()
    for_each(rest, action)
  end

  # ---------------------------------------------------------------- what compiled code consists of

  @doc "A value that is computed once."
  def constant(key, compute) do
    case :persistent_term.get(key, :none) do
      {:some, value} ->
        value

      :none ->
        value = compute.()
        :persistent_term.put(key, {:some, value})
        value
    end
  end

  @doc "A member of a dictionary, or of a record that stands for one."
  def member(dictionary, name, label) do
    case dictionary do
      %{^name => compute} -> compute.()
      %{^label => value} -> value
    end
  end

  @doc "The dictionary of a superclass."
  def above(dictionary, index), do: Map.fetch!(dictionary, index).()

  @doc "A recursive value that is needed from inside a function: known by the time this is asked."
  def late(cell) do
    case read_ref(cell) do
      {:known, value} -> value
      :later -> fail("a value is needed before it is known: it needs itself")
    end
  end

  @doc "Run a program; what it throws is told on the error output, and is the exit code."
  def run(main) do
    main.()
    :ok
  rescue
    error ->
      IO.puts(:stderr, "nova-ls: #{Exception.message(error)}")
      System.halt(1)
  end

  @doc "Stop with an error that has this message, in Elixir's strings."
  def fail(message, name \\ "Error") do
    raise Nova.Error, message: text(message), name: text(name)
  end

  def no_case(owner, line), do: fail("#{owner}, line #{line}: no case fits the value")
end

defmodule Nova.Text do
  @moduledoc "Strings by their code units."

  def size(text), do: div(byte_size(text), 2)

  def chars(text), do: for(<<unit::binary-size(2) <- text>>, do: unit)

  @doc "The units from one place to another; places below zero count from the end."
  def slice(text, from, to) do
    from = place(from, size(text))
    to = place(to, size(text))
    binary_part(text, 2 * from, 2 * max(to - from, 0))
  end

  defp place(i, size) when i < 0, do: max(size + i, 0)
  defp place(i, size), do: min(i, size)

  @doc "Where a pattern is first found from a place on, or -1."
  def find(_, <<>>, from), do: from

  def find(text, pattern, from) do
    case :binary.match(text, pattern, scope: {2 * from, byte_size(text) - 2 * from}) do
      :nomatch -> -1
      {at, _} when rem(at, 2) == 0 -> div(at, 2)
      {at, _} -> find(text, pattern, div(at + 1, 2))
    end
  end

  @doc "Where a pattern is last found, at a place or before it, or -1."
  def find_last(_, _, from) when from < 0, do: -1

  def find_last(text, pattern, from) do
    if binary_part(text, 2 * from, byte_size(pattern)) == pattern,
      do: from,
      else: find_last(text, pattern, from - 1)
  end

  @doc "The parts between separators; without one, the units."
  def split(text, <<>>), do: chars(text)

  def split(text, separator) do
    case find(text, separator, 0) do
      -1 ->
        [text]

      at ->
        rest = slice(text, at + size(separator), size(text))
        [slice(text, 0, at) | split(rest, separator)]
    end
  end
end

defmodule Nova.Digits do
  @moduledoc "Numbers as text, as ECMAScript writes them."

  @doc "The shortest text that stands for a number: in full from 1e-6 to below 1e21."
  def shortest(:nan), do: "NaN"
  def shortest(:infinity), do: "Infinity"
  def shortest(:neg_infinity), do: "-Infinity"
  def shortest(x) when x == 0, do: "0"
  def shortest(x) when x < 0, do: "-" <> shortest(-x)

  def shortest(x) do
    {digits, exponent} = significant(:erlang.float_to_binary(x, [:short]))
    count = byte_size(digits)

    cond do
      exponent in -6..-1 ->
        "0." <> zeros(-exponent - 1) <> digits

      exponent < 0 or exponent > 20 ->
        point(digits, 1) <> scale(exponent)

      count <= exponent + 1 ->
        digits <> zeros(exponent + 1 - count)

      true ->
        point(digits, exponent + 1)
    end
  end

  # The digits that count, and the exponent of ten of the first one.
  defp significant(text) do
    {mantissa, exponent} =
      case String.split(text, "e") do
        [mantissa, exponent] -> {mantissa, String.to_integer(exponent)}
        [mantissa] -> {mantissa, 0}
      end

    [whole, fraction] = String.split(mantissa, ".")
    all = whole <> fraction
    digits = String.trim_leading(all, "0")
    leading = byte_size(all) - byte_size(digits)
    {String.trim_trailing(digits, "0"), exponent + byte_size(whole) - 1 - leading}
  end

  @doc "A number with so many digits behind the point, halves rounded away from zero."
  def fixed(x, count) do
    {above, below} = Float.ratio(abs(x))
    digits = Integer.to_string(div(2 * above * Integer.pow(10, count) + below, 2 * below))
    digits = String.pad_leading(digits, count + 1, "0")
    sign(x) <> point(digits, byte_size(digits) - count)
  end

  @doc "The first digits of a number without its sign, rounded, and the exponent of ten of the first one."
  def rounded(x, count) when x == 0, do: {zeros(count), 0}

  def rounded(x, count) do
    {_, exponent} = significant(:erlang.float_to_binary(abs(x), [:short]))
    {above, below} = Float.ratio(abs(x))
    rounded(above, below, count, exponent)
  end

  defp rounded(above, below, count, exponent) do
    shift = count - 1 - exponent
    {up, down} = if shift >= 0, do: {Integer.pow(10, shift), 1}, else: {1, Integer.pow(10, -shift)}
    n = div(2 * above * up + below * down, 2 * below * down)
    digits = Integer.to_string(n)

    cond do
      byte_size(digits) > count -> {binary_part(digits, 0, count), exponent + 1}
      byte_size(digits) < count -> rounded(above, below, count, exponent - 1)
      true -> {digits, exponent}
    end
  end

  def sign(x), do: if(x < 0, do: "-", else: "")

  @doc "Digits with a point after so many of them, if others follow."
  def point(digits, at) when at >= byte_size(digits), do: digits

  def point(digits, at) do
    <<before::binary-size(at), behind::binary>> = digits
    before <> "." <> behind
  end

  def scale(exponent) when exponent < 0, do: "e#{exponent}"
  def scale(exponent), do: "e+#{exponent}"

  def zeros(count), do: String.duplicate("0", count)
end
