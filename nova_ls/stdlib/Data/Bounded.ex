defmodule Nova.Foreign.Data.Bounded do
  @moduledoc "What Data.Bounded imports from its host."

  def topInt, do: 2_147_483_647
  def bottomInt, do: -2_147_483_648
  def topChar, do: <<0xFFFF::16>>
  def bottomChar, do: <<0::16>>
  def topNumber, do: :infinity
  def bottomNumber, do: :neg_infinity
end
