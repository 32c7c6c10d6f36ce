using System.Text.Json;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Performance;

/// <summary>Reads and checks the stored form of a join.</summary>
internal static class LabelJoinFile
{
    internal const int MaxBytes = 512 * 1024 * 1024;
    private const string What = "state of the label join";

    internal static LabelJoinDocument Read(ReadOnlySpan<byte> utf8Json, LabelJoinOptions options)
    {
        return Check(
            BoundedJson.Read(utf8Json, MaxBytes, PerformanceJsonContext.Default.LabelJoinDocument, "a join", static (problem, cause) => new PerformanceFormatException(What, problem, cause)),
            options);
    }

    /// <exception cref="PerformanceFormatException">It is no state of a join with such options.</exception>
    internal static LabelJoinDocument Check(LabelJoinDocument document, LabelJoinOptions options)
    {
        string? problem = document switch
        {
            { Format: not LabelJoinDocument.ExpectedFormat } or { Version: not LabelJoinDocument.CurrentVersion } =>
                $"it should be '{LabelJoinDocument.ExpectedFormat}' version {LabelJoinDocument.CurrentVersion}",
            _ when document.Task != options.Task || document.WindowTicks != options.Window.Ticks => "it was saved with another task or another length of windows",
            { Windows.Length: > LabelJoinOptions.MaxWindows } => $"it has {document.Windows.Length} windows, more than the {LabelJoinOptions.MaxWindows} allowed",
            _ when !Array.TrueForAll(document.Windows, window => IsValid(window, options)) => "a window of it is damaged",
            _ when !Array.TrueForAll(document.Entries, IsValid) => "an entry of it is damaged",
            { EvictedCount: < 0 } => "it counts fewer than no evictions",
            _ when document.Entries.DistinctBy(static entry => entry.Id, StringComparer.Ordinal).Count() != document.Entries.Length => "it has an id twice",
            _ when document.Windows.DistinctBy(static window => window.Ticks).Count() != document.Windows.Length => "it has a window twice",
            _ => null,
        };
        return problem is null ? document : throw new PerformanceFormatException(What, problem);
    }

    internal static byte[] Write(LabelJoinDocument document) =>
        JsonSerializer.SerializeToUtf8Bytes(document, PerformanceJsonContext.Default.LabelJoinDocument);

    private static bool IsValid(LabelJoinWindowDocument window, LabelJoinOptions options) =>
        window is { Sums.Length: RealisedSums.Length } && IsTime(window.Ticks) && window.Ticks % options.Window.Ticks == 0
        && Array.TrueForAll(window.Sums, static sum => sum >= 0 && double.IsFinite(sum));

    private static bool IsValid(LabelJoinEntryDocument entry) =>
        entry is { Id.Length: > 0 and <= LabelJoin.MaxIdLength } && Enum.IsDefined(entry.State) && IsTime(entry.Ticks)
        && Math.Abs(entry.Value) <= RealisedSums.LargestValue;

    private static bool IsTime(long ticks) => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks;
}
