using System.Text.Json;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow.Recordings;

/// <summary>One request of the Python client and what the original answered.</summary>
internal sealed record WireExchange(int Index, string Method, string Path, string Query, string? ContentType, string Body, int Status, string AnswerType, string Answer)
{
    public static IReadOnlyList<WireExchange> Read(string file) => [.. File.ReadLines(file).Select(static (line, index) => Parse(index, JsonElement.Parse(line)))];

    private static WireExchange Parse(int index, JsonElement line) => new(
        index, Text(line, "m"), Text(line, "p"), Text(line, "q"), line.GetProperty("ct").GetString(), Text(line, "b"),
        int.Parse(Text(line, "s").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), Text(line, "rct"), Text(line, "r"));

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString() ?? string.Empty;
}
