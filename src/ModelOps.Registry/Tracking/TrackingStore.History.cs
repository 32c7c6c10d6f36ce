using ModelOps.Registry.Tracking;
using ModelOps.Registry.Tracking.Search;
using ModelOps.Registry.Tracking.Tables;
using ModelOps.Registry.Tracking.Validation;

namespace ModelOps.Registry;

public sealed partial class TrackingStore
{
    private const int MaxIntervalRows = 25_000;
    private static readonly SortKind[] HistoryKinds = [SortKind.Integer, SortKind.Integer, SortKind.Real];

    /// <inheritdoc/>
    public Task<TrackingPage<RunMetric>> GetMetricHistoryAsync(MetricHistoryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(query.RunId);
        ArgumentNullException.ThrowIfNull(query.Key);
        new Findings().Range("The page size", query.PageSize, 1, TrackingLimits.MaxPageSize).Throw();
        string digest = PageToken.DigestOf("history", [query.RunId, query.Key]);
        RunMetric? after = query.PageToken is null ? null : ToMetric(query.Key, PageToken.Read(query.PageToken, digest, HistoryKinds));
        return ReadAsync(
            async c =>
            {
                await Runs.GetAsync(c, query.RunId).ConfigureAwait(false);
                List<RunMetric> rows = await Metrics.ReadHistoryAsync(c, query.RunId, query.Key, after, query.PageSize + 1L).ConfigureAwait(false);
                if (rows.Count <= query.PageSize) { return new TrackingPage<RunMetric>(rows); }
                rows.RemoveAt(query.PageSize);
                return new TrackingPage<RunMetric>(rows, PageToken.Write(digest, [rows[^1].Step, StoredTime.Of(rows[^1].Timestamp), rows[^1].Value]));
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunMetricPoint>> GetMetricIntervalAsync(MetricIntervalQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(query.Key);
        TrackingRules.CheckIds("Runs", query.RunIds, TrackingLimits.MaxIntervalRuns);
        new Findings().Range("The number of results", query.MaxResults, 1, TrackingLimits.MaxIntervalPoints).Throw();
        return ReadAsync<IReadOnlyList<RunMetricPoint>>(
            async c =>
            {
                List<RunMetricPoint> points = [];
                foreach (string run in query.RunIds)
                {
                    List<long> steps = await Metrics.ReadStepsAsync(
                        c, run, query.Key, query.StartStep ?? long.MinValue, query.EndStep ?? long.MaxValue).ConfigureAwait(false);
                    int left = MaxIntervalRows;
                    foreach (long step in StepSample.Take(steps, query.MaxResults))
                    {
                        if (left == 0) { break; }
                        List<RunMetric> rows = await Metrics.ReadStepAsync(c, run, query.Key, step, left).ConfigureAwait(false);
                        left -= rows.Count;
                        points.AddRange(rows.Select(m => new RunMetricPoint(run, m)));
                    }
                }

                return points;
            },
            cancellationToken);
    }

    private static RunMetric ToMetric(string key, object[] keys)
    {
        long timestamp = (long)keys[1];
        return timestamp < DateTimeOffset.MinValue.ToUnixTimeMilliseconds() || timestamp > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? throw new TrackingRequestException("The page token is not one of this query. Pass the token of the page before, or none to begin again.")
            : new RunMetric(key, (double)keys[2], DateTimeOffset.FromUnixTimeMilliseconds(timestamp), (long)keys[0]);
    }
}
