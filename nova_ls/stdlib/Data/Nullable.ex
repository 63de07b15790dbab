defmodule Nova.Foreign.Data.Nullable do
  @moduledoc "What Data.Nullable imports from its host."

  def null, do: nil
  def notNull(x), do: x
  def nullable(nothing, _, nil), do: nothing
  def nullable(_, just, x), do: just.(x)
end
