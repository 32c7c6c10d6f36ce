using System.Globalization;

namespace ModelOps.Drift.Buckets;

/// <summary>How a stretch of time is asked for: by hours and, what is older, by days, whose answers stay the same and need not be sent twice.</summary>
internal static class PeerPages
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Stretches that end at full hours or days, in order.</summary>
    /// <param name="from">Begin.</param>
    /// <param name="to">End, exclusive.</param>
    /// <param name="now">Now: of the last two days the stretches are hours.</param>
    internal static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Split(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        for (DateTimeOffset start = from; start < to;)
        {
            TimeSpan length = start < now - (2 * Day) ? Day : Hour;
            long next = ((start.UtcTicks / length.Ticks) + 1) * length.Ticks;
            DateTimeOffset end = next < to.UtcTicks ? new DateTimeOffset(next, TimeSpan.Zero) : to;
            yield return (start, end);
            start = end;
        }
    }

    internal static string Path(string model, string? version, DateTimeOffset from, DateTimeOffset to, int skip)
    {
        string named = version is null ? "" : $"&version={Uri.EscapeDataString(version)}";
        string skipped = skip == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"&skip={skip}");
        return $"/v2/admin/drift/{Uri.EscapeDataString(model)}/buckets?from={Time(from)}&to={Time(to)}{named}{skipped}";
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
