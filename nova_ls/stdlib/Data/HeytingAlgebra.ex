defmodule Nova.Foreign.Data.HeytingAlgebra do
  @moduledoc "What Data.HeytingAlgebra imports from its host."

  def boolConj(a, b), do: a and b
  def boolDisj(a, b), do: a or b
end
