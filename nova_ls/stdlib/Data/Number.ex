defmodule Nova.Foreign.Data.Number do
  @moduledoc "What Data.Number imports from its host."

  import Kernel, except: [abs: 1, ceil: 1, floor: 1, max: 2, min: 2, round: 1, trunc: 1]
  alias Nova.Runtime

  @space [9, 10, 11, 12, 13, 32, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF] ++ Enum.to_list(0x2000..0x200A)

  def nan, do: :nan
  def infinity, do: :infinity
  def isNaN(x), do: x == :nan
  def isFinite(x), do: is_float(x)

  def parse(text) do
    text = Runtime.utf8(trim(text))

    case Regex.run(~r/^([+-]?)(?:(Infinity)|(?:([0-9]+)\.?([0-9]*)|\.([0-9]+))(?:[eE]([+-]?[0-9]+))?)/, text) do
      nil -> :nan
      [_, sign, "Infinity"] -> signed(:infinity, sign)
      [_, sign, "" | parts] -> signed(number(parts), sign)
    end
  end

  defp trim(<<c::16, rest::binary>>) when c in @space, do: trim(rest)
  defp trim(text), do: text

  defp number(parts) do
    [whole, fraction, alone, exponent] = Enum.take(parts ++ ["", "", "", ""], 4)
    exponent = if exponent == "", do: "0", else: exponent
    digits = String.trim_leading(whole <> fraction <> alone, "0")
    size = byte_size(digits) + String.to_integer(exponent) - byte_size(fraction <> alone)

    cond do
      digits == "" or size < -330 -> 0.0
      size > 310 -> :infinity
      true -> float("0." <> digits <> "e#{size}")
    end
  end

  defp float(text) do
    :erlang.binary_to_float(text)
  rescue
    ArgumentError -> if String.contains?(text, "e-"), do: 0.0, else: :infinity
  end

  defp signed(x, "-") when x == 0, do: Runtime.signed_zero(false)
  defp signed(x, "-"), do: Runtime.negate(x)
  defp signed(x, _), do: x

  def abs(x), do: if(Runtime.positive?(x), do: x, else: Runtime.negate(x))

  def acos(x), do: within(x, &:math.acos/1)
  def asin(x), do: within(x, &:math.asin/1)

  defp within(x, f) when is_float(x) and x >= -1 and x <= 1, do: f.(x)
  defp within(_, _), do: :nan

  def atan(:nan), do: :nan
  def atan(x) when is_atom(x), do: half_turn(x) / 2
  def atan(x), do: :math.atan(x)

  defp half_turn(x), do: if(Runtime.positive?(x), do: :math.pi(), else: -:math.pi())

  def atan2(y, x) when y == :nan or x == :nan, do: :nan
  def atan2(y, x) when is_float(y) and is_float(x), do: :math.atan2(y, x)
  def atan2(y, :infinity) when is_float(y), do: Runtime.signed_zero(Runtime.positive?(y))
  def atan2(y, :neg_infinity) when is_float(y), do: half_turn(y)
  def atan2(y, x) when is_float(x), do: half_turn(y) / 2
  def atan2(y, :infinity), do: half_turn(y) / 4
  def atan2(y, :neg_infinity), do: half_turn(y) * 3 / 4

  def ceil(x), do: whole(x, &Kernel.ceil/1)
  def floor(x), do: whole(x, &Kernel.floor/1)
  def trunc(x), do: whole(x, &Kernel.trunc/1)

  @doc "The nearest integer; the greater one where two are equally near."
  def round(x) do
    whole(x, fn x ->
      below = Kernel.floor(x)
      if x - below >= 0.5, do: below + 1, else: below
    end)
  end

  defp whole(x, _) when is_atom(x), do: x

  defp whole(x, f) do
    case f.(x) do
      0 -> Runtime.signed_zero(Runtime.positive?(x))
      n -> n * 1.0
    end
  end

  def cos(x), do: finite(x, &:math.cos/1)
  def sin(x), do: finite(x, &:math.sin/1)
  def tan(x), do: finite(x, &:math.tan/1)

  defp finite(x, f) when is_float(x), do: f.(x)
  defp finite(_, _), do: :nan

  def exp(:neg_infinity), do: 0.0
  def exp(x) when is_atom(x), do: x

  def exp(x) do
    :math.exp(x)
  rescue
    ArithmeticError -> :infinity
  end

  def log(:infinity), do: :infinity
  def log(x) when is_atom(x) or x < 0, do: :nan
  def log(x) when x == 0, do: :neg_infinity
  def log(x), do: :math.log(x)

  def max(x, y) when x == :nan or y == :nan, do: :nan

  def max(x, y) do
    cond do
      Runtime.gt(x, y) -> x
      Runtime.lt(x, y) -> y
      true -> if Runtime.positive?(x), do: x, else: y
    end
  end

  def min(x, y) when x == :nan or y == :nan, do: :nan

  def min(x, y) do
    cond do
      Runtime.lt(x, y) -> x
      Runtime.gt(x, y) -> y
      true -> if Runtime.positive?(x), do: y, else: x
    end
  end

  def pow(_, y) when y == 0, do: 1.0
  def pow(x, y) when x == :nan or y == :nan, do: :nan
  def pow(x, y) when is_float(x) and is_atom(y), do: endless(:erlang.abs(x), y == :infinity)
  def pow(x, y) when is_atom(x), do: of_infinity(x, Runtime.positive?(y), odd?(y))
  def pow(x, y) when x == 0 and y < 0, do: if(odd?(y), do: Runtime.infinite(Runtime.positive?(x)), else: :infinity)

  def pow(x, y) when x == 0, do: if(odd?(y), do: x, else: 0.0)
  def pow(x, y) when x < 0 and y != :erlang.trunc(y), do: :nan

  def pow(x, y) do
    :math.pow(x, y)
  rescue
    ArithmeticError -> Runtime.infinite(x > 0 or not odd?(y))
  end

  defp endless(size, _) when size == 1, do: :nan
  defp endless(size, up), do: if(size > 1 == up, do: :infinity, else: 0.0)

  defp of_infinity(x, true, odd), do: if(odd, do: x, else: :infinity)
  defp of_infinity(x, false, odd), do: Runtime.signed_zero(x == :infinity or not odd)

  defp odd?(y), do: is_float(y) and Kernel.trunc(y) == y and Integer.mod(Kernel.trunc(y), 2) == 1

  def remainder(x, y) when is_atom(x) or y == 0 or y == :nan, do: :nan
  def remainder(x, y) when is_atom(y), do: x
  def remainder(x, y), do: :math.fmod(x, y)

  def sign(:nan), do: :nan
  def sign(x) when x == 0, do: x
  def sign(x), do: if(Runtime.positive?(x), do: 1.0, else: -1.0)

  def sqrt(:infinity), do: :infinity
  def sqrt(x) when is_atom(x) or x < 0, do: :nan
  def sqrt(x), do: :math.sqrt(x)
end
