defmodule Nova.Foreign.Data.EuclideanRing do
  @moduledoc "What Data.EuclideanRing imports from its host."

  alias Nova.Runtime

  def intDegree(x), do: min(abs(x), 2_147_483_647)
  def intDiv(_, 0), do: 0
  def intDiv(x, y) when y > 0, do: Integer.floor_div(x, y)
  def intDiv(x, y), do: Runtime.int32(-Integer.floor_div(x, -y))
  def intMod(_, 0), do: 0
  def intMod(x, y), do: Integer.mod(x, abs(y))
  def numDiv(x, y), do: Runtime.quotient(x, y)
end
