using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Monitoring;

/// <summary>Tells once when the store goes away and once when it is back.</summary>
internal sealed class StoreOutage(ILogger logger)
{
    private bool _isAway;

    internal void Failed(int pending, Exception error)
    {
        if (!_isAway) { logger.BucketStoreAway(pending, error); }
        _isAway = true;
    }

    internal void Succeeded(int written)
    {
        if (_isAway) { logger.BucketStoreBack(written); }
        _isAway = false;
    }
}
