defmodule Nova.Foreign.Test.Assert do
  @moduledoc "What Test.Assert imports from its host."

  def check(message, holds) do
    fn ->
      if holds, do: :unit, else: raise(Nova.Error, message: message, name: Nova.Runtime.text("Error"))
    end
  end

  def throws(f) do
    fn ->
      try do
        f.(:unit)
        false
      rescue
        _ -> true
      end
    end
  end
end
