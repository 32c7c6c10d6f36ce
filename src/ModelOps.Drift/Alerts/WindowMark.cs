using System.Text.Json.Serialization;

namespace ModelOps.Drift.Alerts;

/// <summary>The newest window of a version that was looked at: older ones, and the same once more, change nothing.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Its version.</param>
/// <param name="To">End of the window.</param>
/// <param name="SeenAt">When it was looked at, by the clock.</param>
/// <param name="Tells">Whether this replica was the one to tell of it.</param>
/// <param name="Source">Which watch of the version it is; null for that of features.</param>
internal sealed record WindowMark(
    string Model, string Version, DateTimeOffset To, DateTimeOffset SeenAt, bool Tells = true,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Source = null)
{
    [JsonIgnore]
    public (string Model, string Version, string? Source) Key => (Model, Version, Source);
}
