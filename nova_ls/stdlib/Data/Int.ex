defmodule Nova.Foreign.Data.Int do
  @moduledoc "What Data.Int imports from its host."

  import Kernel, except: [rem: 2]
  alias Nova.Runtime

  def fromNumberImpl(just, nothing, x) do
    if is_float(x) and x >= -2_147_483_648 and x <= 2_147_483_647 and trunc(x) == x do
      just.(trunc(x))
    else
      nothing
    end
  end

  def toNumber(x), do: x * 1.0

  def readAsImpl(just, nothing, base, text) do
    {sign, body} =
      case text do
        <<?-::16, rest::binary>> -> {-1, rest}
        <<?+::16, rest::binary>> -> {1, rest}
        _ -> {1, text}
      end

    digits = Enum.map(Runtime.codes(body), &digit/1)
    if digits == [] or Enum.any?(digits, &(&1 >= base)), do: nothing, else: just.(number(body, sign, base))
  end

  # The sign of Kelvin is a `k` in lower case, but no digit as it stands.
  defp digit(0x212A), do: 20
  defp digit(c) when c in ?0..?9, do: c - ?0
  defp digit(c) when c in ?a..?z, do: c - ?a + 10
  defp digit(c) when c in ?A..?Z, do: c - ?A + 10
  defp digit(_), do: 99

  defp number(body, sign, base) do
    case Enum.take_while(Runtime.codes(body), &(&1 < 128)) do
      [] -> :nan
      codes -> signed(Enum.reduce(codes, 0, fn c, acc -> acc * base + digit(c) end), sign)
    end
  end

  defp signed(0, -1), do: Runtime.signed_zero(false)

  defp signed(n, sign) do
    n * sign * 1.0
  rescue
    ArithmeticError -> Runtime.infinite(sign > 0)
  end

  def toStringAs(base, x), do: x |> Integer.to_string(base) |> String.downcase() |> Runtime.text()

  def quot(_, 0), do: 0
  def quot(x, y), do: Runtime.int32(div(x, y))

  def rem(_, 0), do: 0
  def rem(x, y), do: Kernel.rem(x, y)

  def pow(x, y) when y < 0, do: if(abs(x) == 1, do: Integer.pow(x, Integer.mod(y, 2)), else: 0)

  def pow(x, y) do
    Runtime.int32(trunc(:math.pow(x, y)))
  rescue
    ArithmeticError -> 0
  end
end
