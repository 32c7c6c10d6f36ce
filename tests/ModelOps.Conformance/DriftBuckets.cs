using System.Text;
using Xunit;

namespace ModelOps.Conformance;

/// <summary>Buckets for tests.</summary>
public static class DriftBuckets
{
    public const string Model = "demand";

    public static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A process's life, by number.</summary>
    public static Guid Epoch(int number) => new(number, 0, 0, new byte[8]);

    public static DriftBucket Create(
        int minute = 0, string replica = "pod-1", long sequence = 1, string? content = null, string model = Model, string version = "1", int epoch = 1) => new(
        model, version, Noon.AddMinutes(minute), TimeSpan.FromMinutes(1), replica, Epoch(epoch), sequence, Encoding.UTF8.GetBytes(content ?? $"{replica}/{minute}/{sequence}"));

    public static DriftBucketQuery All(string model = Model, string? version = null) => new(model, version, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    public static string Text(this DriftBucket bucket) => Encoding.UTF8.GetString(bucket.Profile.Span);

    public static async Task<string[]> TextsAsync(this IDriftBucketStore store, DriftBucketQuery query) =>
        [.. (await store.ReadAsync(query, TestContext.Current.CancellationToken)).Select(Text)];
}
