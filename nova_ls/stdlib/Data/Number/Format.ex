defmodule Nova.Foreign.Data.Number.Format do
  @moduledoc "What Data.Number.Format imports from its host."

  alias Nova.{Digits, Runtime}

  def toString(x), do: Runtime.text(Digits.shortest(x))

  def toPrecision(_, x) when is_atom(x), do: toString(x)

  def toPrecision(count, x) do
    check("toPrecision() argument", count, 1)
    {digits, exponent} = Digits.rounded(x, count)

    text =
      cond do
        exponent < -6 or exponent >= count -> Digits.point(digits, 1) <> Digits.scale(exponent)
        exponent >= 0 -> Digits.point(digits, exponent + 1)
        true -> "0." <> Digits.zeros(-exponent - 1) <> digits
      end

    Runtime.text(Digits.sign(x) <> text)
  end

  def toFixed(count, x) do
    check("toFixed() digits argument", count, 0)

    if is_atom(x) or abs(x) >= 1.0e21,
      do: toString(x),
      else: Runtime.text(Digits.fixed(x, count))
  end

  def toExponential(_, x) when is_atom(x), do: toString(x)

  def toExponential(count, x) do
    check("toExponential() argument", count, 0)
    {digits, exponent} = Digits.rounded(x, count + 1)
    Runtime.text(Digits.sign(x) <> Digits.point(digits, 1) <> Digits.scale(exponent))
  end

  defp check(_, count, least) when count >= least and count <= 100, do: :ok

  defp check(argument, _, least) do
    Runtime.fail("#{argument} must be between #{least} and 100", "RangeError")
  end
end
