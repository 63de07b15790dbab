defmodule Nova.Foreign.Effect.Exception do
  @moduledoc "What Effect.Exception imports from its host."

  alias Nova.Runtime

  # An error is an exception of Elixir; those that are not the program's own have a message all the same.

  def showError(error), do: stack(error)
  def error(message), do: %Nova.Error{message: message, name: Runtime.text("Error")}

  def errorWithCause(message, cause), do: %{error(message) | cause: cause}

  def errorWithName(message, name), do: %{error(message) | name: name}

  def message(%Nova.Error{message: message}), do: message
  def message(other), do: Runtime.text(Exception.message(other))

  def name(%Nova.Error{name: name}) when name != "", do: name
  def name(_), do: Runtime.text("Error")

  # There is always one; it begins with what the error says.
  def findStack(just, _, error), do: just.(stack(error))

  def throwException(error), do: fn -> raise error end

  def catchException(handler, action) do
    fn ->
      case attempt(action) do
        {:ok, value} -> value
        {:error, error} -> handler.(error).()
      end
    end
  end

  defp attempt(action) do
    {:ok, action.()}
  rescue
    error -> {:error, error}
  end

  defp stack(error) do
    case message(error) do
      "" -> name(error)
      text -> name(error) <> Runtime.text(": ") <> text
    end
  end
end
