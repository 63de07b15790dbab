defmodule Nova.Foreign.Data.Unit do
  @moduledoc "What Data.Unit imports from its host."

  def unit, do: :unit
end
