defmodule Nova.Foreign.Data.Show.Generic do
  @moduledoc "What Data.Show.Generic imports from its host."

  alias Nova.Runtime

  def joinWords(words), do: Enum.join(Tuple.to_list(words), Runtime.text(" "))
end
