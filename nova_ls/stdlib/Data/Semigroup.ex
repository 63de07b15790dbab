defmodule Nova.Foreign.Data.Semigroup do
  @moduledoc "What Data.Semigroup imports from its host."

  alias Nova.Runtime

  def concatString(x, y), do: x <> y
  def concatArray(xs, ys), do: Runtime.append(xs, ys)
end
