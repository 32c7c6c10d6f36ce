using System.Text.Json;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Wandb;

/// <summary>What an export keeps in the configuration of the run there: that the run is ours, and which lines it had at the end of the last export.</summary>
/// <param name="RunId">The run here.</param>
/// <param name="Lines">Lines of history.</param>
/// <param name="Hash">SHA-256 of them, hex.</param>
internal sealed record WandbNote(string RunId, long Lines, string Hash)
{
    public const string Key = "modelops";

    /// <summary>Finds the note in a configuration; null when there is none.</summary>
    public static WandbNote? Find(string? config)
    {
        if (string.IsNullOrEmpty(config)) { return null; }
        try
        {
            using JsonDocument json = JsonDocument.Parse(config);
            JsonElement note = json.RootElement.At(Key, "value");
            return note.Text("run_id") is { } run && note.Number("history_lines") is { } lines && note.Text("history_sha256") is { } hash ? new WandbNote(run, lines, hash) : null;
        }
        catch (JsonException)
        {
            return null; // Python's words for what is no number, or no JSON at all: not ours
        }
    }
}
