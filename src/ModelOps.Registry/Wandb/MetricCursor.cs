namespace ModelOps.Registry.Wandb;

/// <summary>Reads the points of one metric by step, a page at a time.</summary>
internal sealed class MetricCursor(ITrackingStore store, MetricHistoryQuery query)
{
    private IReadOnlyList<RunMetric> _page = [];
    private string? _next = query.PageToken;
    private bool _isLast;
    private int _at = -1;

    public string Key => query.Key;

    public RunMetric Current => _page[_at];

    public async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        while (++_at >= _page.Count)
        {
            if (_isLast) { return false; }
            TrackingPage<RunMetric> page = await store.GetMetricHistoryAsync(query with { PageToken = _next }, cancellationToken).ConfigureAwait(false);
            (_page, _next, _isLast, _at) = (page.Items, page.NextPageToken, page.NextPageToken is null, -1);
        }

        return true;
    }
}
