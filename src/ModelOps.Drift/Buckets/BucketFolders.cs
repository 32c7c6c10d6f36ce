using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Drift.Buckets;

/// <summary>Where files lie: <c>buckets/MODEL/yyyyMMddHH/</c>, by the hour in which a bucket starts, and <c>unfinished/</c>.</summary>
internal sealed class BucketFolders(string root)
{
    private const string HourFormat = "yyyyMMddHH";
    private const int ModelDigits = 8;

    internal string Unfinished { get; } = Path.Combine(root, "unfinished");

    private string Buckets { get; } = Path.Combine(root, "buckets");

    /// <summary>Folder of a model. The digest tells names apart that differ in case only, where the file system does not.</summary>
    internal string Model(string model) => Path.Combine(
        Buckets, $"{PathSegment.Of(model)}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model)))[..ModelDigits]}");

    internal string Hour(DriftBucket bucket) => Path.Combine(Model(bucket.Model), bucket.Start.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture));

    internal IEnumerable<string> Models() => Directory.Exists(Buckets) ? Directory.EnumerateDirectories(Buckets) : [];

    /// <summary>The folders of hours in which something may start from one time to before another, by time.</summary>
    internal static IEnumerable<(string Path, DateTimeOffset Start)> Hours(string model, DateTimeOffset from, DateTimeOffset to)
    {
        if (!Directory.Exists(model)) { return []; }
        return Directory.EnumerateDirectories(model)
            .Select(static path => (Path: path, Start: StartOf(path)))
            .Where(hour => hour.Start is { } start && start < to && from - start < TimeSpan.FromHours(1))
            .Select(static hour => (hour.Path, hour.Start!.Value))
            .OrderBy(static hour => hour.Value);
    }

    private static DateTimeOffset? StartOf(string path) => DateTimeOffset.TryParseExact(
        Path.GetFileName(path), HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset start) ? start : null;
}
