using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Monitoring;

/// <summary>What one shard counted of one bucket since it was last collected.</summary>
internal sealed class ShardCell(DatasetProfile reference, TrafficPlan plan)
{
    private readonly double[] _row = new double[plan.Columns.Length];

    /// <summary>Number of the bucket.</summary>
    internal long Bucket { get; set; }

    /// <summary>Rows that were added.</summary>
    internal long Rows { get; set; }

    internal ProfileAccumulator Profile { get; } = new(reference, plan.Columns, listsOthers: false);

    /// <summary>Where a row is put together.</summary>
    internal Span<double> Row => _row;

    internal void Reset()
    {
        Rows = 0;
        Profile.Reset();
    }
}
