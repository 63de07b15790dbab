defmodule Nova.Foreign.Effect.Console do
  @moduledoc "What Effect.Console imports from its host."

  alias Nova.Runtime

  def log(line), do: fn -> write(:stdio, line) end
  def warn(line), do: fn -> write(:stderr, line) end
  def error(line), do: fn -> write(:stderr, line) end
  def info(line), do: fn -> write(:stdio, line) end
  def debug(line), do: fn -> write(:stdio, line) end

  def time(name) do
    fn ->
      if started(name) do
        write(:stderr, Runtime.text("Warning: Label '#{Runtime.utf8(name)}' already exists for console.time()"))
      else
        Process.put({:timer, name}, System.monotonic_time(:microsecond))
        :unit
      end
    end
  end

  def timeLog(name), do: fn -> report("timeLog", name) end

  def timeEnd(name) do
    fn ->
      report("timeEnd", name)
      Process.delete({:timer, name})
      :unit
    end
  end

  def clear do
    fn ->
      if IO.ANSI.enabled?(), do: IO.write("\e[1;1H\e[0J")
      :unit
    end
  end

  def group(heading) do
    fn ->
      write(:stdio, heading)
      Process.put(:indentation, indentation() <> "  ")
      :unit
    end
  end

  def groupCollapsed(heading), do: group(heading)

  def groupEnd do
    fn ->
      Process.put(:indentation, String.replace_prefix(indentation(), "  ", ""))
      :unit
    end
  end

  defp started(name), do: Process.get({:timer, name})
  defp indentation, do: Process.get(:indentation, "")

  defp report(asked, name) do
    label = Runtime.utf8(name)

    case started(name) do
      nil ->
        write(:stderr, Runtime.text("Warning: No such label '#{label}' for console.#{asked}()"))

      start ->
        milliseconds = (System.monotonic_time(:microsecond) - start) / 1000
        write(:stdio, Runtime.text("#{label}: #{:erlang.float_to_binary(milliseconds, decimals: 3)}ms"))
    end
  end

  defp write(device, line) do
    text = Runtime.utf8(line)

    indented =
      case indentation() do
        "" -> text
        blank -> blank <> String.replace(text, "\n", "\n" <> blank)
      end

    IO.write(device, [indented, ?\n])
    :unit
  end
end
