defmodule Nova.Foreign.Partial do
  @moduledoc "What Partial imports from its host."

  def stop(message), do: raise(Nova.Error, message: message, name: Nova.Runtime.text("Error"))
end
