defmodule Nova.Foreign.Test.Unit do
  @moduledoc "What Test.Unit imports from its host."

  alias Nova.Foreign.Effect.Exception, as: Errors
  alias Nova.Runtime

  def named(name, action) do
    fn ->
      try do
        action.()
        :unit
      rescue
        problem ->
          message = name <> Runtime.text(": ") <> Errors.message(problem)
          reraise Errors.error(message), __STACKTRACE__
      end
    end
  end
end
