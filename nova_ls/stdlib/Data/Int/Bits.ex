defmodule Nova.Foreign.Data.Int.Bits do
  @moduledoc "What Data.Int.Bits imports from its host."

  alias Nova.Runtime

  def unquote(:and)(x, y), do: Bitwise.band(x, y)
  def unquote(:or)(x, y), do: Bitwise.bor(x, y)
  def xor(x, y), do: Bitwise.bxor(x, y)
  def shl(x, y), do: Runtime.int32(Bitwise.bsl(x, Bitwise.band(y, 31)))
  def shr(x, y), do: Bitwise.bsr(x, Bitwise.band(y, 31))
  # A negative number that is shifted by 0 bits leaves the range of Int, as on the JavaScript host.
  def zshr(x, y), do: Bitwise.bsr(Bitwise.band(x, 0xFFFFFFFF), Bitwise.band(y, 31))
  def complement(x), do: Bitwise.bnot(x)
end
