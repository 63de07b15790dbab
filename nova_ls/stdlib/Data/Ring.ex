defmodule Nova.Foreign.Data.Ring do
  @moduledoc "What Data.Ring imports from its host."

  alias Nova.Runtime

  def intSub(x, y), do: Runtime.int32(x - y)
  def numSub(x, y), do: Runtime.sub(x, y)
end
