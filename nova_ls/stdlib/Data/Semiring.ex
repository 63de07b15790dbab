defmodule Nova.Foreign.Data.Semiring do
  @moduledoc "What Data.Semiring imports from its host."

  alias Nova.Runtime

  def intAdd(x, y), do: Runtime.int32(x + y)
  def intMul(x, y), do: Runtime.int32(x * y)
  def numAdd(x, y), do: Runtime.add(x, y)
  def numMul(x, y), do: Runtime.mul(x, y)
end
