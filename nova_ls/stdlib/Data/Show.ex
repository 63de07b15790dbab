defmodule Nova.Foreign.Data.Show do
  @moduledoc "What Data.Show imports from its host."

  alias Nova.{Digits, Runtime}

  @escapes %{?\a => "\\a", ?\b => "\\b", ?\f => "\\f", ?\n => "\\n", ?\r => "\\r", ?\t => "\\t", ?\v => "\\v", ?\\ => "\\\\"}

  def showInt(x), do: Runtime.text(Integer.to_string(x))

  def showNumber(x) do
    if is_float(x) and abs(x) < 1.0e21 and trunc(x) == x do
      Runtime.text(if(x == 0, do: "0.0", else: Digits.fixed(x, 1)))
    else
      Runtime.text(Digits.shortest(x))
    end
  end

  def showArray(f, xs) do
    inner = Enum.map_join(Tuple.to_list(xs), Runtime.text(","), f)
    Runtime.text("[") <> inner <> Runtime.text("]")
  end

  def showChar(<<?'::16>>), do: Runtime.text("'\\''")

  def showChar(<<code::16>> = c) do
    inner =
      case @escapes do
        %{^code => escape} -> Runtime.text(escape)
        _ when code < 32 or code == 127 -> Runtime.text("\\#{code}")
        _ -> c
      end

    Runtime.text("'") <> inner <> Runtime.text("'")
  end

  def showString(text) do
    quote = Runtime.text("\"")
    quote <> escaped(text) <> quote
  end

  defp escaped(<<?"::16, rest::binary>>), do: Runtime.text("\\\"") <> escaped(rest)

  defp escaped(<<code::16, rest::binary>>) when code < 32 or code in [127, ?\\] do
    case @escapes do
      %{^code => escape} -> Runtime.text(escape) <> escaped(rest)
      _ -> Runtime.text("\\#{code}" <> gap(rest)) <> escaped(rest)
    end
  end

  defp escaped(<<unit::binary-size(2), rest::binary>>), do: unit <> escaped(rest)
  defp escaped(<<>>), do: <<>>

  defp gap(<<digit::16, _::binary>>) when digit in ?0..?9, do: "\\&"
  defp gap(_), do: ""
end
