using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Monitoring;

/// <summary>References and rows that tests of monitoring share.</summary>
internal static class MonitoringData
{
    internal static readonly DateTimeOffset Monday = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    internal static FakeTimeProvider Clock(DateTimeOffset? at = null) => new(at ?? Monday);

    /// <summary>Features <c>x[0]</c>, <c>x[1]</c> … of a matrix <c>x</c>, uniform from 0 to 1.</summary>
    internal static DatasetProfile Reference(int columns, int rows = 2000, int maxEdges = 64)
    {
        var builder = new DatasetProfileBuilder(maxEdges);
        for (int i = 0; i < columns; i++) { builder.AddNumeric($"x[{i}]", PortableData.Uniform(i + 1, rows)); }
        return builder.Build();
    }

    /// <summary>Rows of a matrix, uniform from 0 to 1, plus a shift.</summary>
    internal static float[] Rows(Random random, int rows, int columns, float shift = 0)
    {
        var values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++) { values[i] = random.NextSingle() + shift; }
        return values;
    }

    /// <summary>What a profile of a matrix must be.</summary>
    internal static DatasetProfile Profile(DatasetProfile reference, float[] values, int columns)
    {
        var builder = new DatasetProfileBuilder(reference);
        for (int i = 0; i < columns; i++) { builder.AddNumeric($"x[{i}]", values.Where((_, at) => at % columns == i).ToArray()); }
        return builder.Build();
    }

    /// <summary>What all buckets of a store sum up to.</summary>
    internal static async Task<DatasetProfile> StoredAsync(IDriftBucketStore store, DatasetProfile reference)
    {
        var sum = new BucketSum(new BucketBins(reference));
        foreach (DriftBucket bucket in await store.ReadAsync(
            new DriftBucketQuery(MonitoredReplica.Model, null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue), TestContext.Current.CancellationToken))
        {
            sum.Add(bucket.Profile.Span);
        }

        return sum.Snapshot();
    }
}
